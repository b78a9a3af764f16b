// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** What a stop that takes too long waits for. */
final class HangingStop {
    private static final String FRAMEWORK = "org.apache.felix.framework.";

    private HangingStop() {}

    /** Returns the names of the bundles that are stopping, without the framework itself. */
    static String bundles(BundleContext context) {
        return Arrays.stream(context.getBundles())
                .filter(bundle -> bundle.getState() == Bundle.STOPPING && bundle.getBundleId() != 0)
                .map(Bundle::getSymbolicName)
                .collect(Collectors.joining(", "));
    }

    /** Returns the stacks of the threads that are stopping bundles, each line after a line break. */
    static String stacks() {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<Thread, StackTraceElement[]> thread :
                Thread.getAllStackTraces().entrySet()) {
            if (Arrays.stream(thread.getValue()).anyMatch(HangingStop::stops)) {
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
