// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/** A collaborator whose next call throws an {@link Error}, once. Tests use it to see that a thread survives. */
public final class Breaking {
    private Breaking() {}

    /** Returns one error of each kind that foreign code may throw. */
    public static Stream<Error> errors() {
        return Stream.of(
                new OutOfMemoryError("for this test"),
                new StackOverflowError(),
                new NoClassDefFoundError("com/acme/Tools"));
    }

    /**
     * Returns a proxy of {@code real} whose calls may throw.
     *
     * @param next the error that the next call throws instead of its work; it is then removed; empty for none
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
