// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client;

import dev.switchboard.wire.proto.DeviceProps;

/// How the device shows itself in the phone's list of linked devices, fixed at linking.
///
/// @param name shown on the phone
/// @param platform which icon it gets
/// @param browser shown on the phone while a link code is typed, together with `os`: the server accepts known names
/// only
/// @param os Windows, Mac OS, Linux, Android or iOS
/// @param fullHistory whether to ask for all of the history
public record DeviceDescription(
        String name, DeviceProps.PlatformType platform, String browser, String os, boolean fullHistory) {

    public static final DeviceDescription STANDARD =
            new DeviceDescription("Switchboard", DeviceProps.PlatformType.CHROME, "Chrome", "Linux", false);

    public DeviceDescription withName(String newName) {
        return new DeviceDescription(newName, platform, browser, os, fullHistory);
    }
}
