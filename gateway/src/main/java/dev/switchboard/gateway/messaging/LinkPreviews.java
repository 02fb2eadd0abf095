// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.messaging;

import dev.switchboard.gateway.outbound.GuardedHttp;
import dev.switchboard.gateway.outbound.OutboundAnswer;
import dev.switchboard.gateway.outbound.OutboundRequest;
import dev.switchboard.gateway.provider.Content;
import dev.switchboard.wire.Bytes;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.web.util.HtmlUtils;

/// Finds out what is to be shown of a page that a text links to. A page that cannot be had makes no difference to the
/// message: it goes without a preview.
final class LinkPreviews {
    private static final Pattern LINK = Pattern.compile("https?://\\S+");
    private static final Pattern META = Pattern.compile("<meta\\s[^>]{1,4000}>", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAME =
            Pattern.compile("(?:property|name)\\s*=\\s*[\"']([^\"']{1,100})[\"']", Pattern.CASE_INSENSITIVE);
    private static final Pattern VALUE =
            Pattern.compile("content\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')", Pattern.CASE_INSENSITIVE);
    private static final Pattern TITLE =
            Pattern.compile("<title[^>]{0,200}>([^<]{1,1000})</title>", Pattern.CASE_INSENSITIVE);
    private static final int PAGE = 512 << 10;
    private static final int WORDS = 300;
    private static final Duration LIMIT = Duration.ofSeconds(8);

    private final GuardedHttp http;

    LinkPreviews(GuardedHttp http) {
        this.http = http;
    }

    /// The text with the preview that is wished for, as far as it can be had.
    Content.Text with(String text, Parts.Preview wish) {
        Matcher link = LINK.matcher(text);
        Optional<String> url =
                Optional.ofNullable(wish.url()).or(() -> link.find() ? Optional.of(link.group()) : Optional.empty());
        if (url.isEmpty()) {
            return new Content.Text(text);
        }
        if (wish.title() != null) {
            return new Content.Text(
                    text,
                    Optional.of(new Content.Preview(
                            url.get(),
                            Optional.of(wish.title()),
                            Optional.ofNullable(wish.description()),
                            Optional.ofNullable(wish.thumbnail()).flatMap(LinkPreviews::decoded))));
        }
        return new Content.Text(text, fetched(url.get()));
    }

    private static Optional<Bytes> decoded(String base64) {
        try {
            return Optional.of(Bytes.of(Base64.getDecoder().decode(base64)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private Optional<Content.Preview> fetched(String url) {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        if (!(http.exchange(OutboundRequest.get(address, 8L << 20, LIMIT)) instanceof OutboundAnswer.Answered answer)) {
            return Optional.empty();
        }
        try (answer) {
            String type = answer.header("content-type").orElse("").toLowerCase(Locale.ROOT);
            if (answer.status() != 200 || !type.startsWith("text/html")) {
                return Optional.empty();
            }
            return read(url, new String(answer.body().readNBytes(PAGE), StandardCharsets.UTF_8));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    static Optional<Content.Preview> read(String url, String page) {
        Matcher title = TITLE.matcher(page);
        Optional<String> name =
                meta(page, "og:title").or(() -> title.find() ? Optional.of(title.group(1)) : Optional.empty());
        Optional<String> description = meta(page, "og:description").or(() -> meta(page, "description"));
        return name.isEmpty()
                ? Optional.empty()
                : Optional.of(new Content.Preview(
                        url, name.map(LinkPreviews::tidy), description.map(LinkPreviews::tidy), Optional.empty()));
    }

    private static Optional<String> meta(String page, String wanted) {
        Matcher tags = META.matcher(page);
        while (tags.find()) {
            Matcher name = NAME.matcher(tags.group());
            Matcher value = VALUE.matcher(tags.group());
            if (name.find() && name.group(1).equalsIgnoreCase(wanted) && value.find()) {
                return Optional.ofNullable(value.group(1)).or(() -> Optional.ofNullable(value.group(2)));
            }
        }
        return Optional.empty();
    }

    private static String tidy(String text) {
        String plain = HtmlUtils.htmlUnescape(text).strip().replaceAll("\\s+", " ");
        return plain.length() <= WORDS ? plain : plain.substring(0, WORDS - 1) + "…";
    }
}
