// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.json.JsonPlace;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** The check of the names in one list: present, well-formed, and each only once. */
final class NameCheck {
    private static final Pattern WELL_FORMED = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,62}");

    private final DiagnosticCollector findings;
    private final String prefix;
    private final String what;
    private final boolean identifiers;
    private final Set<String> seen = new HashSet<>();

    /**
     * @param prefix the prefix of the codes, such as {@code ENTITY}
     * @param what the word in messages, such as "entity"
     * @param identifiers whether names must be identifiers
     */
    NameCheck(DiagnosticCollector findings, String prefix, String what, boolean identifiers) {
        this.findings = findings;
        this.prefix = prefix;
        this.what = what;
        this.identifiers = identifiers;
    }

    /** Returns whether the name can be used; adds a finding when not. */
    boolean take(String name, JsonPlace place) {
        if (name.isBlank()) {
            findings.error(prefix + "_NAME_EMPTY", "The name of " + article() + " is empty.", place, null);
            return false;
        }
        if (identifiers && !WELL_FORMED.matcher(name).matches()) {
            findings.error(
                    prefix + "_NAME_INVALID",
                    "\"" + name + "\" can't be the name of " + article() + ".",
                    place,
                    "use letters, digits and underscores, a letter first, at most 63 in all");
            return false;
        }
        if (!seen.add(name)) {
            String code = prefix.equals("INDEX") ? "INDEX_NAME_DUPLICATE" : prefix + "_DUPLICATE";
            findings.error(code, "The " + what + " \"" + name + "\" is declared twice.", place, null);
            return false;
        }
        return true;
    }

    private String article() {
        return ("aeiou".indexOf(what.charAt(0)) >= 0 ? "an " : "a ") + what;
    }
}
