// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.Diagnostic;
import io.lynchet.api.SourcePosition;
import io.lynchet.json.DidYouMean;
import io.lynchet.json.JsonPlace;
import io.lynchet.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A collector of the diagnostics about one file. */
final class DiagnosticCollector {
    /** No developer reads more findings about one file. */
    private static final int FINDINGS_MAX = 500;

    private final String file;
    private final List<Diagnostic> found = new ArrayList<>();

    DiagnosticCollector(String file) {
        this.file = file;
    }

    void error(String code, String message, JsonPlace place, String hint) {
        add(Diagnostic.error(code, message, position(place), hint));
    }

    /** Adds the error of a file that is not JSON. */
    void syntax(JsonSyntaxException e) {
        add(Diagnostic.error(
                ManifestSection.WRONG_TYPE, e.reason(), new SourcePosition(file, e.line(), e.column()), null));
    }

    void warning(String code, String message, JsonPlace place, String hint) {
        add(new Diagnostic(Diagnostic.Severity.WARNING, code, message, position(place), hint));
    }

    /** Returns the hint for an unknown name: the known one that it may stand for. */
    static Optional<String> didYouMean(String name, Collection<String> known) {
        return DidYouMean.nearest(name, known).map(near -> "did you mean \"" + near + "\"?");
    }

    SourcePosition position(JsonPlace place) {
        return place == null ? new SourcePosition(file, 0, 0) : place.in(file);
    }

    private void add(Diagnostic diagnostic) {
        if (found.size() < FINDINGS_MAX) {
            found.add(diagnostic);
        }
    }

    boolean hasErrors() {
        return found.stream().anyMatch(d -> d.severity() == Diagnostic.Severity.ERROR);
    }

    /** Returns the diagnostics in the order of the file. */
    List<Diagnostic> sorted() {
        return found.stream()
                .sorted(Comparator.<Diagnostic>comparingInt(d -> d.position().line())
                        .thenComparingInt(d -> d.position().column()))
                .toList();
    }
}
