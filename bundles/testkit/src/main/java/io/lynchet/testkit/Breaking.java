// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A collaborator whose next call throws an {@link Error}, once: what a thread that lives by it does then is what a test looks at. */
public final class Breaking {
    private Breaking() {}

    /** One of each kind that code of others may end in. */
    public static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    /**
     * The real one behind a call that may break.
     *
     * @param next what the next call throws instead of being made, and is then taken out; empty for nothing
     */
    public static <T> T once(Class<T> type, T real, AtomicReference<Error> next) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    Error error = method.getDeclaringClass() == Object.class ? null : next.getAndSet(null);
                    if (error != null) {
                        throw error;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }
}
