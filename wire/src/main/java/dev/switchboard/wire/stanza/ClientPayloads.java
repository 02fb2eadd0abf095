// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import com.google.protobuf.ByteString;
import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.MalformedMessage;
import dev.switchboard.wire.crypto.PublicKey;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.proto.ClientPayload;
import dev.switchboard.wire.proto.ClientPayload.UserAgent;
import dev.switchboard.wire.proto.ClientPayload.WebInfo;
import dev.switchboard.wire.proto.DeviceProps;
import dev.switchboard.wire.signal.KeyIds;
import dev.switchboard.wire.signal.PublicSignedPreKey;
import java.util.Optional;

/// Assembles what a companion says of itself at the end of the handshake.
public final class ClientPayloads {

    private ClientPayloads() {}

    /// What does not depend on whether the device is linked.
    ///
    /// @param version the version it claims
    /// @param language two letters, such as `en`
    /// @param country two letters, such as `US`
    /// @param pushName a name for the account, if it is known
    public record Profile(ClientVersion version, String language, String country, Optional<String> pushName) {

        /// English, without a name.
        public static Profile of(ClientVersion version) {
            return new Profile(version, "en", "US", Optional.empty());
        }
    }

    /// The keys of a device to be linked.
    ///
    /// @param registrationId the number of the installation, an unsigned 32-bit value
    /// @param identity the identity key
    /// @param signedPreKey the signed pre-key
    public record RegistrationKeys(int registrationId, PublicKey identity, PublicSignedPreKey signedPreKey) {}

    /// The payload of a device that is not linked yet.
    public static ClientPayload registration(Profile profile, RegistrationKeys keys, DeviceProps props) {
        Bytes registrationId = Fields.bigEndian(Integer.toUnsignedLong(keys.registrationId()), 4);
        Bytes signedPreKeyId = KeyIds.preKeyIdBytes(keys.signedPreKey().id());
        return base(profile)
                .setPassive(false)
                .setPull(false)
                .setDevicePairingData(ClientPayload.DevicePairingRegistrationData.newBuilder()
                        .setERegid(bytes(registrationId))
                        .setEKeytype(bytes(KeyNodes.KEY_TYPE))
                        .setEIdent(bytes(keys.identity().raw()))
                        .setESkeyId(bytes(signedPreKeyId))
                        .setESkeyVal(bytes(keys.signedPreKey().key().raw()))
                        .setESkeySig(bytes(keys.signedPreKey().signature()))
                        .setBuildHash(bytes(profile.version().buildHash()))
                        .setDeviceProps(props.toByteString()))
                .build();
    }

    /// The payload of a linked device, named by its phone number.
    public static ClientPayload login(Profile profile, Jid device) {
        return base(profile)
                .setUsername(username(device))
                .setDevice(device.device())
                .setPassive(true)
                .setPull(true)
                .setLidDbMigrated(true)
                .setLc(1)
                .build();
    }

    private static long username(Jid device) {
        try {
            return Long.parseUnsignedLong(device.user());
        } catch (NumberFormatException e) {
            throw new MalformedMessage("user of the own address: not a number (expected: a phone number)", e);
        }
    }

    private static ClientPayload.Builder base(Profile profile) {
        ClientPayload.Builder payload = ClientPayload.newBuilder()
                .setUserAgent(userAgent(profile))
                .setWebInfo(WebInfo.newBuilder().setWebSubPlatform(WebInfo.WebSubPlatform.WEB_BROWSER))
                .setConnectType(ClientPayload.ConnectType.WIFI_UNKNOWN)
                .setConnectReason(ClientPayload.ConnectReason.USER_ACTIVATED);
        profile.pushName().ifPresent(payload::setPushName);
        return payload;
    }

    private static UserAgent userAgent(Profile profile) {
        ClientVersion version = profile.version();
        return UserAgent.newBuilder()
                .setPlatform(UserAgent.Platform.WEB)
                .setReleaseChannel(UserAgent.ReleaseChannel.RELEASE)
                .setAppVersion(UserAgent.AppVersion.newBuilder()
                        .setPrimary(version.primary())
                        .setSecondary(version.secondary())
                        .setTertiary(version.tertiary()))
                .setMcc("000")
                .setMnc("000")
                .setOsVersion("0.1")
                .setManufacturer("")
                .setDevice("Desktop")
                .setOsBuildNumber("0.1")
                .setLocaleLanguageIso6391(profile.language())
                .setLocaleCountryIso31661Alpha2(profile.country())
                .build();
    }

    /// The properties of a companion that shows as a browser on the phone and takes its history inline.
    ///
    /// @param os the name shown on the phone
    /// @param platform the kind of client
    /// @param fullHistory whether the phone shall send all of its history
    public static DeviceProps deviceProps(String os, DeviceProps.PlatformType platform, boolean fullHistory) {
        return DeviceProps.newBuilder()
                .setOs(os)
                .setVersion(DeviceProps.AppVersion.newBuilder()
                        .setPrimary(10)
                        .setSecondary(15)
                        .setTertiary(7))
                .setPlatformType(platform)
                .setRequireFullSync(fullHistory)
                .setHistorySyncConfig(DeviceProps.HistorySyncConfig.newBuilder()
                        .setStorageQuotaMb(10240)
                        .setInlineInitialPayloadInE2EeMsg(true)
                        .setSupportCallLogHistory(false)
                        .setSupportBotUserAgentChatHistory(true)
                        .setSupportCagReactionsAndPolls(true)
                        .setSupportBizHostedMsg(true)
                        .setSupportRecentSyncChunkMessageCountTuning(true)
                        .setSupportHostedGroupMsg(true)
                        .setSupportFbidBotChatHistory(true)
                        .setSupportMessageAssociation(true)
                        .setSupportGroupHistory(false))
                .build();
    }

    private static ByteString bytes(Bytes bytes) {
        return ByteString.copyFrom(bytes.asReadOnlyBuffer());
    }
}
