// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.itests.process.app.LynchetProcess;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A point that does not kill is no point. */
class CrashPointsIT {
    private static final String COMMAND = "io.lynchet.launcher.command.VersionCommand#execute";

    /** Rounds in the long run. */
    private static final int ROUNDS = 5;

    @TempDir
    Path folder;

    @Test
    void theList_isTakenByTests_andLongEnough() throws IOException {
        assertThat(Crash.all()).hasSizeGreaterThanOrEqualTo(100 / ROUNDS).allSatisfy(crash -> {
            assertThat(crash.work()).isIn("backup", "verify", "restore", "in place", "migration", "move", "move back");
            assertThat(crash.state()).isIn("old", "new");
        });
        assertThat(Crash.all()).extracting(Crash::point).doesNotHaveDuplicates();
    }

    @Test
    void aPointThatIsReached_kills() throws Exception {
        assertThat(exitCode(COMMAND + "@entry#1")).isEqualTo(CrashAgent.KILLED);
        assertThat(exitCode(COMMAND + "@exit#1")).isEqualTo(CrashAgent.KILLED);
        assertThat(exitCode(COMMAND + "@before:version#1 > " + COMMAND + "@after:version#1"))
                .isEqualTo(CrashAgent.KILLED);
    }

    @Test
    void aPointThatIsNotReached_doesNotKill() throws Exception {
        assertThat(exitCode(COMMAND + "@entry#2")).isZero();
        assertThat(exitCode(COMMAND + "@exit#1 > " + COMMAND + "@entry#1")).isZero();
        assertThat(exitCode("io.lynchet.launcher.command.NoSuchCommand#execute@entry#1"))
                .isZero();
    }

    @Test
    void aPointThatIsNowhereInItsClass_isAMistake() throws Exception {
        assertThat(exitCode("io.lynchet.launcher.command.VersionCommand#none@entry#1"))
                .isEqualTo(CrashAgent.MISTAKE);
        assertThat(exitCode(COMMAND + "@before:none#1")).isEqualTo(CrashAgent.MISTAKE);
        assertThat(exitCode(COMMAND + "@here#1")).isNotIn(0, CrashAgent.KILLED);
    }

    private int exitCode(String point) throws Exception {
        Crash crash = new Crash("version", "old", "nothing", point);
        try (LynchetProcess process =
                LynchetProcess.startWith(folder, crash.options(CrashJar.make(folder)), "version")) {
            return process.exitCode();
        }
    }
}
