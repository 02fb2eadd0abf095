// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.media;

import dev.switchboard.gateway.fault.ConfigurationRefused;
import dev.switchboard.gateway.outbound.AddressRules;
import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.Resolver;
import dev.switchboard.gateway.session.SessionHost;
import dev.switchboard.gateway.settings.GatewayConfig;
import dev.switchboard.gateway.storage.Database;
import dev.switchboard.gateway.tenant.Tenants;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/// How files are put together.
@Configuration(proxyBeanMethods = false)
@Import({MediaResource.class, MediaLinkResource.class})
public class MediaWiring {
    /// For addresses that callers name.
    @Bean
    GuardedHttp guardedHttp(GatewayConfig config) {
        return new GuardedHttp(AddressRules.allowing(config.outbound().allowed()), Resolver.system());
    }

    @Bean
    MediaStore mediaStore(GatewayConfig config) {
        return store(config);
    }

    /// Where the settings say that files are kept.
    public static MediaStore store(GatewayConfig config) {
        return config.media()
                .store()
                .<MediaStore>map(
                        storage -> new S3MediaStore(storage, new GuardedHttp(AddressRules.any(), Resolver.system())))
                .orElseGet(() -> new DiskMediaStore(config.dataFolder().resolve("media")));
    }

    @Bean
    MediaLibrary.Tools mediaTools(
            Database database, Tenants tenants, GuardedHttp http, InstantSource time, RandomGenerator random) {
        return new MediaLibrary.Tools(database, tenants.vault(), http, time, random);
    }

    @Bean
    MediaQuota mediaQuota(Tenants tenants, GatewayConfig config) {
        return tenant -> Objects.requireNonNullElse(
                tenants.quotas(tenant).bytes(), config.media().tenantBytes());
    }

    @Bean
    MediaLibrary mediaLibrary(MediaLibrary.Tools tools, MediaStore store, GatewayConfig config, MediaQuota quota) {
        Intake intake = new Intake(scratch(config), tools.random());
        try {
            intake.clean();
        } catch (IOException _) {
            throw new ConfigurationRefused("the folder " + scratch(config) + " cannot be used");
        }
        return new MediaLibrary(tools, store, intake, config.media(), quota);
    }

    private static Path scratch(GatewayConfig config) {
        return config.dataFolder().resolve("scratch");
    }

    @Bean
    MediaFetcher mediaFetcher(MediaLibrary library, SessionHost host) {
        return new MediaFetcher(library, host);
    }

    @Bean
    Ffmpeg ffmpeg(GatewayConfig config, RandomGenerator random) {
        return new Ffmpeg(config.media().ffmpeg(), scratch(config), random);
    }

    @Bean
    MediaDrafts mediaDrafts(MediaLibrary library, MediaFetcher fetcher, Ffmpeg ffmpeg, GatewayConfig config) {
        return new MediaDrafts(library, fetcher, ffmpeg, config.outbound());
    }

    @Bean
    MediaSweeper mediaSweeper(MediaLibrary library) {
        return new MediaSweeper(library);
    }
}
