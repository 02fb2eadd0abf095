// SPDX-License-Identifier: Apache-2.0
// Copyright the Switchboard authors
package dev.switchboard.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// A test or test class that runs programs of the machine, such as `node`.
///
/// Without them it is skipped, with a reason that names what is missing. Where the environment has
/// `SWITCHBOARD_REQUIRE_PROGRAMS=1` it fails instead, so that no complete run leaves it out unnoticed.
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
@ExtendWith(RequiresProgramCondition.class)
public @interface RequiresProgram {

    /// Names as typed in a shell, looked up on the `PATH`.
    String[] value();
}
