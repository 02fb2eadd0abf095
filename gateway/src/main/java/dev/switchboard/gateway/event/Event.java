// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.event;

import dev.switchboard.gateway.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An entry of the log.
///
/// @param seq its place in the log, increasing
/// @param tenant whose it is
/// @param session the session it is about, if it is about one
/// @param time when it was logged
/// @param name what happened
/// @param data the particulars as JSON
public record Event(long seq, TenantId tenant, @Nullable String session, Instant time, EventName name, String data) {

    /// Unique in this installation, for readers that want to recognise repetitions.
    public String id() {
        return "evt_%012x".formatted(seq);
    }

    /// The envelope as it goes out, in compact JSON.
    public String json() {
        StringBuilder out = new StringBuilder(data.length() + 160);
        out.append("{\"id\":\"").append(id());
        out.append("\",\"seq\":").append(seq);
        out.append(",\"time\":\"").append(time);
        out.append("\",\"event\":\"").append(name);
        out.append("\",\"tenant\":\"").append(tenant).append('"');
        if (session != null) {
            out.append(",\"session\":\"").append(session).append('"'); // ids hold no character that JSON escapes
        }
        out.append(",\"data\":").append(data);
        return out.append('}').toString();
    }

    @Override
    public String toString() {
        return "Event[" + seq + " " + name + "]";
    }
}
