// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data;

import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.manifest.Diagnostic;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.schema.MigrationStep;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells in the log what came of putting the app together. What was there the last time, too, is not told again, but for errors to somebody who
 * asked: whoever saves a manifest ten times has seen its warnings. Used by one thread at a time.
 */
final class ReloadLog {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadLog.class);

    private Set<String> told = Set.of();

    /**
     * What was found.
     *
     * @param asked whether somebody wanted a reload, and is told again what is still wrong; else a part has come
     */
    void findings(List<Diagnostic> findings, boolean asked) {
        Set<String> now = new HashSet<>();
        for (Diagnostic finding : findings) {
            // Without its place, which moves when lines are put in before it.
            String what = finding.code() + ": " + finding.message();
            boolean again = asked && finding.severity() == Diagnostic.Severity.ERROR;
            if (again || !told.contains(what)) {
                tell(finding.severity(), finding.toString());
            }
            now.add(what);
        }
        if (findings.stream().anyMatch(finding -> finding.severity() == Diagnostic.Severity.ERROR)) {
            // A refused manifest has perhaps not been looked through, and what is wrong with the one that serves is
            // known.
            now.addAll(told);
        }
        told = now;
    }

    private static void tell(Diagnostic.Severity severity, String text) {
        switch (severity) {
            case ERROR -> LOG.error("{}", text);
            case WARNING -> LOG.warn("{}", text);
            default -> LOG.info("{}", text);
        }
    }

    /** @param serving what serves after the reload, null for nothing */
    void outcome(ReloadReport report, Manifest serving) {
        if (report.applied()) {
            String steps = report.steps().stream().map(MigrationStep::label).collect(Collectors.joining(", "));
            LOG.info(
                    "Manifest taken over: {} {}{}.",
                    serving.name(),
                    serving.version(),
                    steps.isEmpty() ? ", no change of the schema" : ", " + steps);
        } else if (serving != null) {
            LOG.warn("Manifest refused; the one before, {} {}, goes on serving.", serving.name(), serving.version());
        } else {
            LOG.error("Manifest refused; no app is served.");
        }
    }
}
