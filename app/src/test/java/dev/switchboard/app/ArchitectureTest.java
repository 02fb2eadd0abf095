// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The arrows of ARCHITECTURE.md, kept by the build.
final class ArchitectureTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.switchboard");

    @Test
    void everyModuleWasImported() {
        for (String module : new String[] {"wire", "client", "sandbox", "gateway", "app"}) {
            classes()
                    .that()
                    .resideInAPackage("dev.switchboard." + module + "..")
                    .should()
                    .resideOutsideOfPackage("java..")
                    .allowEmptyShould(false)
                    .check(OURS);
        }
    }

    @Test
    void wireUsesOnlyTheJdkAndProtobuf() {
        classes()
                .that()
                .resideInAPackage("dev.switchboard.wire..")
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "dev.switchboard.wire..",
                        "java..",
                        "javax.crypto..",
                        "com.google.protobuf..",
                        "org.jspecify.."))
                .check(OURS);
    }

    @Test
    void wireHasNoSocketsThreadsLoggersClocksOrRandomnessOfItsOwn() {
        noClasses()
                .that()
                .resideInAPackage("dev.switchboard.wire..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                        "java.net..",
                        "java.nio.channels..",
                        "java.util.concurrent",
                        "java.util.logging..",
                        "java.nio.file..",
                        "java.sql.."))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(SecureRandom.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Thread.class)
                .check(OURS);
    }

    @Test
    void timeComesFromAClockThatWasPassedIn() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "dev.switchboard.wire..",
                        "dev.switchboard.client..",
                        "dev.switchboard.sandbox..",
                        "dev.switchboard.gateway..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDate.class, "now")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .orShould()
                .callMethod(java.time.ZonedDateTime.class, "now")
                .orShould()
                .callMethod(Math.class, "random")
                .check(OURS);
    }

    @Test
    void clientKnowsOnlyWire() {
        onlyOurs("client", "client", "wire");
    }

    @Test
    void sandboxKnowsOnlyWire() {
        onlyOurs("sandbox", "sandbox", "wire");
    }

    @Test
    void gatewayKnowsOnlyClientAndWire() {
        onlyOurs("gateway", "gateway", "client", "wire");
    }

    @Test
    void onlyTheProvidersOwnPackageKnowsTheClient() {
        noClasses()
                .that(resideInAPackage("dev.switchboard.gateway..")
                        .and(not(resideInAPackage("dev.switchboard.gateway.companion.."))))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.switchboard.client..")
                .check(OURS);
    }

    @Test
    void featuresOfTheGatewayHaveNoCycles() {
        slices().matching("dev.switchboard.gateway.(*)..")
                .should()
                .beFreeOfCycles()
                .check(OURS);
    }

    @Test
    void packagesOfWireHaveNoCycles() {
        slices().matching("dev.switchboard.wire.(*)..")
                .should()
                .beFreeOfCycles()
                .check(OURS);
    }

    @Test
    void packagesOfTheSandboxHaveNoCycles() {
        slices().matching("dev.switchboard.sandbox.(*)..")
                .should()
                .beFreeOfCycles()
                .check(OURS);
    }

    @Test
    void noBucketPackages() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..utils..",
                        "..util..",
                        "..helpers..",
                        "..impl..",
                        "..dto..",
                        "..services..",
                        "..controllers..")
                .check(OURS);
    }

    private static void onlyOurs(String module, String... allowed) {
        String[] packages = new String[allowed.length];
        for (int i = 0; i < allowed.length; i++) {
            packages[i] = "dev.switchboard." + allowed[i] + "..";
        }
        noClasses()
                .that()
                .resideInAPackage("dev.switchboard." + module + "..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.switchboard..").and(not(resideInAnyPackage(packages))))
                .check(OURS);
    }
}
