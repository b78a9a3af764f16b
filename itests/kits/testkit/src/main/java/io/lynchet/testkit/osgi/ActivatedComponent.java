// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.osgi;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/**
 * A component between its activation and its deactivation. Like Declarative Services, it calls {@code activate} and
 * {@code deactivate} also when they are not public.
 */
public final class ActivatedComponent implements AutoCloseable {
    private final Object component;

    /** Activates the component with these arguments; what it throws is thrown on. */
    public ActivatedComponent(Object component, Object... arguments) {
        this.component = component;
        call("activate", arguments);
    }

    @Override
    public void close() {
        call("deactivate");
    }

    private void call(String name, Object... arguments) {
        Method method = Arrays.stream(component.getClass().getDeclaredMethods())
                .filter(each -> each.getName().equals(name) && each.getParameterCount() == arguments.length)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no method " + name));
        try {
            method.setAccessible(true);
            method.invoke(component, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw new AssertionError(e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
