// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.health.Health;
import io.lynchet.api.principal.Principal;
import io.lynchet.data.ServedApp;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /readyz} says of a manifest that was refused. */
class AppHealthTest {
    private static final String BODY = "{\"name\":\"body\",\"type\":\"string\"}";
    private static final String RANK = ",{\"name\":\"rank\",\"type\":\"int\",\"optional\":true}";
    private static final String SIZE = ",{\"name\":\"size\",\"type\":\"int\",\"optional\":true}";

    /** No bundle provides the function, which is a warning: one may come. */
    private static final String WARNED = "comesLater(data.body)";

    @TempDir
    Path folder;

    private ServedApp app;
    private AppHealth health;

    @BeforeEach
    void open() {
        app = new ServedApp(folder, manifest("1", BODY + RANK + SIZE, "true"));
        health = new AppHealth(app.state, app.control, app.choice);
        app.insert(Principal.ANONYMOUS, "Note", "body", "x", "rank", 1L, "size", 1L);
    }

    @AfterEach
    void close() throws Exception {
        app.close();
    }

    private static String manifest(String version, String fields, String rule) {
        return "{\"manifest_version\":1,\"name\":\"notes\",\"version\":\"" + version + "\",\"routes\":[],"
                + "\"entities\":[{\"name\":\"Note\",\"fields\":[" + fields + "]}],"
                + "\"policies\":[{\"name\":\"p\",\"entity\":\"Note\",\"allow\":\"" + rule + "\"}]}";
    }

    private static List<Diagnostic> of(ReloadReport report, Diagnostic.Severity severity) {
        return report.diagnostics().stream()
                .filter(found -> found.severity() == severity)
                .toList();
    }

    @Test
    void manifestThatIsOnlyWarnedOf_isWell() {
        ReloadReport report = app.reload(manifest("2", BODY + RANK + SIZE, WARNED));
        assertThat(of(report, Diagnostic.Severity.WARNING)).hasSize(1);
        assertThat(health.check()).isEqualTo(Health.ok("notes 2"));
    }

    @Test
    void manifestWithOneError_isToldByIt_andItsWarningIsNoSecondOne() {
        ReloadReport report = app.reload(manifest("2", BODY + RANK, WARNED));
        assertThat(of(report, Diagnostic.Severity.WARNING)).hasSize(1);
        Diagnostic error = of(report, Diagnostic.Severity.ERROR).get(0);
        assertThat(report.diagnostics()).hasSize(2);
        assertThat(error.message()).contains("drop_field:Note.size");
        assertThat(health.check())
                .isEqualTo(Health.degraded("notes 1 still serves; the newer manifest has errors: " + error + "."));
    }

    @Test
    void manifestWithTwoErrors_isToldByTheFirst_andThatThereIsOneMore() {
        ReloadReport report = app.reload(manifest("2", BODY, WARNED));
        List<Diagnostic> errors = of(report, Diagnostic.Severity.ERROR);
        assertThat(errors).hasSize(2);
        assertThat(report.diagnostics()).hasSize(3);
        assertThat(health.check())
                .isEqualTo(Health.degraded("notes 1 still serves; the newer manifest has errors: " + errors.get(0)
                        + " (and 1 more; 'reload' in the shell shows them all)."));
    }

    /**
     * The rows are in the way here, of which {@code lynchet check} knows nothing: it would call this manifest valid.
     */
    @Test
    void whileNothingIsServed_callersAreSentToWhatKnowsTheReason() {
        ServingState none = new ServingState();
        ReloadReport report = app.reload(manifest("2", BODY + RANK, "true"));
        assertThatThrownBy(none::get).isInstanceOfSatisfying(LynchetException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            assertThat(e).hasMessageContaining("the log").hasMessageContaining("/readyz");
            assertThat(e.getMessage()).doesNotContain("check");
        });
        assertThat(new AppHealth(none, app.control, app.choice).check())
                .isEqualTo(Health.down("No app is served: "
                        + of(report, Diagnostic.Severity.ERROR).get(0) + "."));
    }
}
