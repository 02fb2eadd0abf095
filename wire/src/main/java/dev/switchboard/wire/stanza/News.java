// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.wire.stanza;

import dev.switchboard.wire.Bytes;
import dev.switchboard.wire.jid.Jid;
import dev.switchboard.wire.node.Node;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What a [Notification] tells.
public sealed interface News {

    /// The type attribute.
    default String type() {
        return switch (this) {
            case PreKeyCount _, IdentityChanged _, DigestWanted _ -> "encrypt";
            case ContactDevices _ -> "devices";
            case OwnDevices _, OwnTimer _, OwnBlocklist _, OwnPrivacy _ -> "account_sync";
            case AppStateChanged _ -> "server_sync";
            case LinkCodeNews _ -> LinkCode.TAG;
            case RegistrationRefresh _ -> "companion_reg_refresh";
            case MediaRetryNews _ -> "mediaretry";
            case PrivacyTokens _ -> "privacy_token";
            case About _ -> "status";
            case Picture _ -> "picture";
            case ContactTimer _ -> "disappearing_mode";
            case Unknown(String type, var _) -> type;
        };
    }

    /// How many one-time pre-keys the server has left.
    record PreKeyCount(int count) implements News {}

    /// The sender's identity key is another one now.
    record IdentityChanged() implements News {}

    /// The server wants its copy of the keys compared.
    record DigestWanted() implements News {}

    /// The devices of a contact changed.
    record ContactDevices(DeviceChange change) implements News {}

    /// A change of a contact's devices.
    ///
    /// @param kind what was done
    /// @param hash the hash of the new list, or for an update of what to look up
    /// @param lidHash the hash of the new list by hidden ids
    /// @param devices the devices added or removed
    /// @param keyIndexList the phone's signed word
    record DeviceChange(
            Kind kind,
            Optional<String> hash,
            Optional<String> lidHash,
            List<NamedDevice> devices,
            Optional<KeyIndexList> keyIndexList) {

        /// Keeps an unmodifiable copy.
        public DeviceChange {
            devices = List.copyOf(devices);
        }

        /// What was done to a device list.
        public enum Kind {
            /// Devices were added.
            ADD("add"),
            /// Devices were removed.
            REMOVE("remove"),
            /// The list must be fetched anew.
            UPDATE("update");

            private final String wireName;

            Kind(String wireName) {
                this.wireName = wireName;
            }

            /// The tag.
            public String wireName() {
                return wireName;
            }
        }
    }

    /// A device by its addresses.
    record NamedDevice(Jid jid, Optional<Jid> lid, OptionalInt keyIndex) {}

    /// All devices of the own account.
    record OwnDevices(Optional<String> hash, List<NamedDevice> devices, Optional<KeyIndexList> keyIndexList)
            implements News {
        /// Keeps an unmodifiable copy.
        public OwnDevices {
            devices = List.copyOf(devices);
        }
    }

    /// The default timer of new chats was set on another own device.
    record OwnTimer(long seconds, Optional<Instant> since) implements News {}

    /// A contact set the default timer of new chats.
    record ContactTimer(long seconds, Optional<Instant> since) implements News {}

    /// Users were blocked or unblocked on another own device; no items mean that the list must be fetched anew.
    record OwnBlocklist(Optional<String> hash, Optional<String> previousHash, List<BlockItem> items) implements News {
        /// Keeps an unmodifiable copy.
        public OwnBlocklist {
            items = List.copyOf(items);
        }
    }

    /// One user blocked or unblocked.
    record BlockItem(Jid jid, boolean blocked) {}

    /// Privacy settings were changed on another own device.
    record OwnPrivacy(List<Setting> settings) implements News {
        /// Keeps an unmodifiable copy.
        public OwnPrivacy {
            settings = List.copyOf(settings);
        }

        /// One setting.
        public record Setting(String name, String value) {}
    }

    /// Collections of app state have new patches.
    record AppStateChanged(List<CollectionVersion> collections) implements News {
        /// Keeps an unmodifiable copy.
        public AppStateChanged {
            collections = List.copyOf(collections);
        }

        /// A collection and its newest version.
        public record CollectionVersion(String name, OptionalLong version) {}
    }

    /// A stage of linking by code.
    record LinkCodeNews(LinkCode stage) implements News {}

    /// An unlinked companion shall replace its adv secret.
    record RegistrationRefresh() implements News {}

    /// The phone's answer to a media retry.
    record MediaRetryNews(MediaRetryStanza answer) implements News {}

    /// A contact lets this account write to it.
    record PrivacyTokens(List<Token> tokens) implements News {
        /// Keeps an unmodifiable copy.
        public PrivacyTokens {
            tokens = List.copyOf(tokens);
        }

        /// One token.
        public record Token(String kind, Optional<Instant> timestamp, Bytes value) {}
    }

    /// A contact has a new about text; empty where it must be fetched.
    record About(Optional<String> text) implements News {}

    /// A contact or group has a new picture; no id means that it was removed.
    record Picture(Jid jid, Optional<String> id, Optional<Jid> author) implements News {}

    /// Anything else.
    record Unknown(String type, Node node) implements News {}
}
