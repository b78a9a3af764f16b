// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the code, as in {@code io.lynchet.backup.restore.Restore#record@exit#1}: the first time that a call of the
 * method returns. {@code @entry} is where it begins, {@code @before:move} and {@code @after:move} are where it calls
 * something of that name. All overloads count. After {@code >} comes another place, whose calls count from there on.
 *
 * @param className with its package
 * @param method {@code <init>} for constructors
 * @param callee empty unless a call inside the method is meant
 * @param after whether it is the end of the method, or of the call
 * @param nth 1 for the first time
 */
record CrashPoint(String className, String method, String callee, boolean after, int nth) {
    private static final Pattern FORM =
            Pattern.compile("([\\w.$]+)#([\\w$<>]+)@(?:(entry|exit)|(before|after):([\\w$<>]+))#([1-9]\\d*)");

    /** The places that have to be reached one after the other. */
    static List<CrashPoint> parse(String text) {
        List<CrashPoint> points = new ArrayList<>();
        for (String one : text.split(" > ", -1)) {
            Matcher form = FORM.matcher(one);
            if (!form.matches()) {
                throw new IllegalArgumentException("not a point: " + one);
            }
            boolean call = form.group(3) == null;
            points.add(new CrashPoint(
                    form.group(1),
                    form.group(2),
                    call ? form.group(5) : "",
                    (call ? form.group(4) : form.group(3)).matches("exit|after"),
                    Integer.parseInt(form.group(6))));
        }
        return points;
    }

    boolean isInside() {
        return !callee.isEmpty();
    }
}
