// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import java.util.Arrays;
import java.util.Map;

/** The threads that are stopping bundles right now. */
final class StoppingThreads {
    private static final String FRAMEWORK = "org.apache.felix.framework.";

    private StoppingThreads() {}

    /** Returns their stacks, each line after a line break, and nothing when there are none. */
    static String stacks() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            if (Arrays.stream(thread.getValue()).anyMatch(StoppingThreads::stops)) {
                text.append("\n  ").append(thread.getKey().getName());
                for (StackTraceElement frame : thread.getValue()) {
                    text.append("\n    at ").append(frame);
                }
            }
        }
        return text.toString();
    }

    private static boolean stops(StackTraceElement frame) {
        return frame.getClassName().startsWith(FRAMEWORK)
                && frame.getMethodName().equals("stopBundle");
    }
}
