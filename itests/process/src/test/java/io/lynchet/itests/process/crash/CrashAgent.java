// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.process.crash;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.List;

/**
 * Ends the process, as by {@code kill -9}, at the {@link CrashPoint} that is its argument. No product code knows of it:
 * calls are woven into classes when they are loaded.
 *
 * <p>Bundles see nothing of the class path. So what is woven in refers to classes of the JDK only: it runs a
 * {@link Runnable} that lies among the system properties.
 */
public final class CrashAgent {
    /** The exit code of a process that was killed. */
    public static final int KILLED = 137;

    /** The exit code of a process whose point is nowhere in the class that it names. */
    public static final int MISTAKE = 99;

    private final List<CrashPoint> points;
    private final int[] left;
    private int next;

    private CrashAgent(List<CrashPoint> points) {
        this.points = points;
        this.left = points.stream().mapToInt(CrashPoint::nth).toArray();
    }

    public static void premain(String argument, Instrumentation instrumentation) {
        CrashAgent agent = new CrashAgent(CrashPoint.parse(argument));
        for (int i = 0; i < agent.points.size(); i++) {
            int number = i;
            System.getProperties().put(key(i), (Runnable) () -> agent.reached(number));
        }
        instrumentation.addTransformer(agent.new Weaver());
    }

    static String key(int number) {
        return "lynchet.crash." + number;
    }

    private synchronized void reached(int number) {
        if (number != next || --left[number] > 0) {
            return;
        }
        next++;
        if (next == left.length) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    private final class Weaver implements ClassFileTransformer {
        @Override
        public byte[] transform(
                ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] bytes) {
            byte[] woven = bytes;
            for (int i = 0; i < points.size(); i++) {
                if (points.get(i).className().replace('.', '/').equals(name)) {
                    woven = weave(woven, i);
                }
            }
            return woven == bytes ? null : woven;
        }

        // The JVM would ignore an exception, and a mistake in a point would look like a process that survived.
        private byte[] weave(byte[] bytes, int number) {
            try {
                return CrashCode.weave(bytes, points.get(number), key(number));
            } catch (RuntimeException | Error e) {
                System.err.println(points.get(number) + ": " + e);
                Runtime.getRuntime().halt(MISTAKE);
                throw e;
            }
        }
    }
}
