// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.client.message;

import dev.switchboard.wire.Bytes;
import java.util.Optional;

/// A place on the map.
///
/// @param latitude degrees north
/// @param longitude degrees east
/// @param name what the place is called
/// @param address its postal address
/// @param url a page on it
/// @param thumbnail a small JPEG of the map
public record Place(
        double latitude,
        double longitude,
        Optional<String> name,
        Optional<String> address,
        Optional<String> url,
        Optional<Bytes> thumbnail) {

    public Place {
        requireDegrees("latitude", latitude, 90);
        requireDegrees("longitude", longitude, 180);
    }

    /// A bare point.
    public static Place at(double latitude, double longitude) {
        return new Place(latitude, longitude, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /// A point with name and address.
    public static Place at(double latitude, double longitude, Optional<String> name, Optional<String> address) {
        return new Place(latitude, longitude, name, address, Optional.empty(), Optional.empty());
    }

    /// Whether two numbers are a point on earth.
    public static boolean exists(double latitude, double longitude) {
        return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    }

    private static void requireDegrees(String what, double degrees, double most) {
        // Not a number is neither smaller nor greater than anything.
        if (!(Math.abs(degrees) <= most)) {
            throw new IllegalArgumentException(what + ": out of range (expected: -" + most + " to " + most + ")");
        }
    }

    @Override
    public String toString() {
        return "Place[redacted]";
    }
}
