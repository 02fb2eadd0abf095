// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.companion;

import dev.switchboard.client.Companion;
import dev.switchboard.client.link.PasskeyAssertion;
import dev.switchboard.client.person.PrivacySetting;
import dev.switchboard.gateway.provider.Answer;
import dev.switchboard.gateway.provider.ProviderAccount;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The account itself.
final class CompanionAccount implements ProviderAccount {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BAD_ARGUMENT = 400;

    private final Companion companion;

    CompanionAccount(Companion companion) {
        this.companion = companion;
    }

    @Override
    public Answer<Boolean> name(String name) {
        return Waiting.done(companion.accountState().rename(name));
    }

    @Override
    public Answer<Boolean> about(String text) {
        return Waiting.done(companion.people().setAbout(text));
    }

    @Override
    public Answer<Boolean> picture(Optional<Bytes> jpeg) {
        return jpeg.isPresent()
                ? Waiting.done(companion.people().setPicture(Optional.empty(), jpeg.get()))
                : Waiting.done(companion.people().removePicture(Optional.empty()));
    }

    @Override
    public Answer<Map<String, String>> privacy() {
        return Waiting.answer(companion.people().privacy(), settings -> settings);
    }

    @Override
    public Answer<Map<String, String>> privacy(String name, String value) {
        Optional<PrivacySetting> setting = PrivacySetting.of(name);
        return setting.isEmpty()
                ? new Answer.Refused<>(BAD_ARGUMENT, "unknown setting " + name)
                : Waiting.answer(companion.people().setPrivacy(setting.get(), value), settings -> settings);
    }

    @Override
    public Answer<Boolean> lifetime(Optional<Duration> lifetime) {
        return Waiting.done(companion.people().setDefaultTimer(lifetime.orElse(Duration.ZERO)));
    }

    @Override
    public void available(boolean on) {
        companion.showAvailable(on);
    }

    @Override
    public Answer<Boolean> rejectCall(String callId, Jid from) {
        return Waiting.done(companion.calls().reject(callId, from));
    }

    @Override
    public Answer<Boolean> passkey(String assertion) {
        JsonNode credential = JSON.readTree(assertion);
        String id = credential.path("rawId").isString()
                ? credential.path("rawId").asString()
                : credential.path("id").asString("");
        try {
            Bytes raw = Bytes.of(Base64.getUrlDecoder().decode(id));
            return Waiting.done(companion.passkey().answer(new PasskeyAssertion(raw, assertion)));
        } catch (IllegalArgumentException _) {
            return new Answer.Refused<>(BAD_ARGUMENT, "the id is no base64url");
        }
    }

    @Override
    public Answer<Boolean> confirmPasskey() {
        return Waiting.done(companion.passkey().confirm());
    }
}
