// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.interop.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import dev.switchboard.testkit.RequiresProgram;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Measures when the browser paints a page first, with 1,000 sessions and 200,000 messages stored. Figures are no
/// tests: what has this tag runs where it is asked for only.
@RequiresProgram("chromium")
@Tag("measure")
class FirstPaintIT {
    private static final int SESSIONS = 1_000;
    private static final int MESSAGES = 200_000;
    private static final int CHATS = 500;
    private static final int ROUNDS = 7;

    @Test
    void paintsWithinTheTarget() throws SQLException {
        try (DashboardWorld world = new DashboardWorld()) {
            for (int i = 0; i < SESSIONS; i++) {
                world.api()
                        .post("/api/v1/sessions", Map.of("id", "s%04d".formatted(i), "connect", false))
                        .orFail("a session");
            }
            world.fill(FirstPaintIT::fill);
            world.api()
                    .post(
                            "/api/v1/users",
                            Map.of(
                                    "login",
                                    "ada",
                                    "name",
                                    "Ada",
                                    "role",
                                    "Owner",
                                    "password",
                                    DashboardWorld.PASSWORD));
            Page page = world.user("ada", 1280, "light", "en");
            for (String path : List.of(
                    "/",
                    "/dashboard/sessions",
                    "/dashboard/chats/s0000",
                    "/dashboard/chats/s0000/15551000000@s.whatsapp.net",
                    "/dashboard/queue",
                    "/dashboard/monitoring",
                    "/dashboard/audit")) {
                report(world, page, path);
            }
        }
    }

    private static void report(DashboardWorld world, Page page, String path) {
        List<Double> paints = new ArrayList<>();
        List<Double> answers = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            assertThat(page.navigate(world.address(path)).status()).isEqualTo(200);
            paints.add(number(page, "performance.getEntriesByName('first-contentful-paint')[0].startTime"));
            answers.add(number(page, "performance.getEntriesByType('navigation')[0].responseEnd"));
        }
        System.out.printf(
                "%-52s first paint %5.0f ms (worst %5.0f), answer %5.0f ms%n",
                path, median(paints), paints.stream().max(Double::compare).orElseThrow(), median(answers));
    }

    private static double number(Page page, String expression) {
        return ((Number) page.evaluate(
                        "async () => { for (let i = 0; i < 100 && !performance.getEntriesByName('first-contentful-paint')[0]; i++)"
                                + " await new Promise(requestAnimationFrame); return " + expression + "; }"))
                .doubleValue();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
    }

    /// Chats and messages, a hundred thousand of them in the first session.
    private static void fill(Path database) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database)) {
            connection.setAutoCommit(false);
            try (PreparedStatement linked = connection.prepareStatement(
                            "UPDATE session SET linked = 1, jid = '15550' || (100000 + ref) || '@s.whatsapp.net'");
                    PreparedStatement chat = connection.prepareStatement(
                            "INSERT INTO chat (session_ref, tenant_id, fence, jid, name, last_at, last_message_id, unread)"
                                    + " SELECT ref, tenant_id, fence, ?, ?, ?, ?, ? FROM session WHERE id = ?");
                    PreparedStatement message = connection.prepareStatement(
                            "INSERT INTO message (session_ref, tenant_id, fence, chat, id, sender, from_me, at, type, text, status)"
                                    + " SELECT ref, tenant_id, fence, ?, ?, ?, ?, ?, 'text', ?, 3 FROM session WHERE id = ?")) {
                linked.execute();
                long now = 1_790_000_000_000L;
                for (int i = 0; i < MESSAGES; i++) {
                    String session = i % 2 == 0 ? "s0000" : "s%04d".formatted(i / 2 % SESSIONS);
                    String jid = (15_551_000_000L + i / 2 % CHATS) + "@s.whatsapp.net";
                    boolean mine = i % 3 == 0;
                    set(
                            message,
                            jid,
                            "M" + i,
                            mine ? "15550100000@s.whatsapp.net" : jid,
                            mine ? 1 : 0,
                            now + i,
                            "Message number " + i,
                            session);
                    message.addBatch();
                    if (i >= MESSAGES - 2 * CHATS && i % 2 == 0) {
                        set(chat, jid, "Person " + i, now + i, "M" + i, i % 5, session);
                        chat.addBatch();
                    }
                }
                message.executeBatch();
                chat.executeBatch();
            }
            connection.commit();
        }
    }

    private static void set(PreparedStatement statement, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }
}
