// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.data.app;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.data.ReloadReport;
import io.lynchet.api.manifest.Manifest;
import io.lynchet.api.schema.MigrationStep;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log entries about the outcome of an assembly. Findings that the last assembly had, too, are not repeated, except
 * errors after a requested reload: a developer who saves a manifest ten times knows its warnings. Used by one thread at
 * a time.
 */
public final class ReloadLog {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadLog.class);

    private Set<String> told = Set.of();

    /**
     * Logs the findings of an assembly.
     *
     * @param asked whether a caller requested a reload, and sees remaining errors again; else a part has come
     */
    public void findings(List<Diagnostic> findings, boolean asked) {
        Set<String> now = new HashSet<>();
        for (Diagnostic finding : findings) {
            // Without its position, which moves when lines are inserted before it.
            String what = finding.code() + ": " + finding.message();
            boolean again = asked && finding.severity() == Diagnostic.Severity.ERROR;
            if (again || !told.contains(what)) {
                tell(finding.severity(), finding.toString());
            }
            now.add(what);
        }
        if (findings.stream().anyMatch(finding -> finding.severity() == Diagnostic.Severity.ERROR)) {
            // The check of a refused manifest may be incomplete, and the findings of the serving one are known.
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

    /**
     * Logs the outcome of a reload.
     *
     * @param serving the manifest that serves after the reload, or null for none
     */
    public void outcome(ReloadReport report, Manifest serving) {
        if (report.applied()) {
            String steps = report.steps().stream().map(MigrationStep::label).collect(Collectors.joining(", "));
            LOG.info(
                    "Manifest applied: {} {}{}.",
                    serving.name(),
                    serving.version(),
                    steps.isEmpty() ? ", without a change of the schema" : ", " + steps);
        } else if (serving != null) {
            LOG.warn("Manifest refused; the previous one, {} {}, still serves.", serving.name(), serving.version());
        } else {
            LOG.error("Manifest refused; no app is served.");
        }
    }
}
