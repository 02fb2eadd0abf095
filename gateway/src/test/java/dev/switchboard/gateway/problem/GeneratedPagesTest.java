// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.gateway.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.switchboard.gateway.settings.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The pages that are made from the code are as the code is.
class GeneratedPagesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path SOURCES = ROOT.resolve("gateway/src/main/java/dev/switchboard/gateway");
    private static final String BEGIN = "<!-- settings: made from the code by GeneratedPagesTest -->\n";
    private static final String END = "<!-- end of settings -->\n";

    private static void same(Path page, String wanted) throws IOException {
        if ("1".equals(System.getenv("SWITCHBOARD_WRITE_DOCS"))) {
            Files.writeString(page, wanted);
        }
        assertThat(Files.exists(page) ? Files.readString(page) : "")
                .as(page.getFileName() + " is out of date: run this test with SWITCHBOARD_WRITE_DOCS=1")
                .isEqualTo(wanted);
    }

    @Test
    void errorsAreAsTheCodeRaisesThem() throws IOException {
        same(ROOT.resolve("docs/errors.md"), new ErrorsPage(SOURCES).text());
    }

    @Test
    void everyKindOfRefusalSaysWhatToDo() {
        assertThat(Arrays.stream(ProblemKind.values())
                        .filter(kind -> ErrorsPage.todo(kind).isEmpty())
                        .map(ProblemKind::code))
                .as("kinds that ErrorsPage.todo does not know")
                .isEmpty();
    }

    @Test
    void noCodeIsRaisedThatIsInNoTable() throws IOException {
        for (String text : new ErrorsPage(SOURCES).texts()) {
            if (!text.contains("package dev.switchboard.gateway.problem;")) {
                assertThat(text).as("problems are made of kinds only").doesNotContain("new Problem(");
            }
            Matcher made =
                    Pattern.compile("new Failure\\(\\s*(\"[^\"]*\"|[^,]+),").matcher(text);
            while (made.find()) {
                String code = made.group(1);
                assertThat(code.startsWith("\"") || code.contains("code()"))
                        .as("a failure's code is a literal or comes from a table: " + code)
                        .isTrue();
            }
        }
    }

    @Test
    void settingsAreAsTheCodeReadsThem() throws IOException {
        Path page = ROOT.resolve("docs/operating.md");
        String text = Files.readString(page);
        int from = text.indexOf(BEGIN);
        int to = text.indexOf(END);
        assertThat(from).as("operating.md has a place for the settings").isPositive();
        same(page, text.substring(0, from + BEGIN.length()) + settings() + text.substring(to));
    }

    private static String settings() {
        return "| setting | in the environment | other names | kind | default | meaning |\n|---|---|---|---|---|---|\n"
                + Arrays.stream(Setting.values()).map(GeneratedPagesTest::row).collect(Collectors.joining());
    }

    private static String row(Setting setting) {
        List<String> others = setting.foreignNames();
        return "| `%s` | `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        setting.flag(),
                        setting.variable(),
                        others.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", ")),
                        kind(setting),
                        cell(setting.standard()),
                        cell(setting.meaning()));
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    /// The kind of values, as the default and the meaning tell it.
    private static String kind(Setting setting) {
        String standard = setting.standard();
        if (standard.matches("true|false")) {
            return "true or false";
        }
        if (standard.matches("\\d+(ms|s|m|h)")) {
            return "duration";
        }
        if (standard.matches("\\d+(, .*)?")) {
            return "number";
        }
        if (setting.flag().endsWith("port")) {
            return "number or off";
        }
        return standard.equals("on") ? "on or off" : "text";
    }
}
