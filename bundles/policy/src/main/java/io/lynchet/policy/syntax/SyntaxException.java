// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.policy.syntax;

/** The error of a text that is not an expression. It never leaves this bundle. */
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Finding finding;

    public SyntaxException(Finding finding) {
        super(finding.message(), null, false, false);
        this.finding = finding;
    }

    static SyntaxException at(int offset, String message, String hint) {
        return new SyntaxException(Finding.error("POLICY_SYNTAX", message, offset, hint));
    }

    public Finding finding() {
        return finding;
    }
}
