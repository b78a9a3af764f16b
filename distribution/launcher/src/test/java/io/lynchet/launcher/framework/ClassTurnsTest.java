// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.launcher.framework;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.testkit.Await;
import java.lang.reflect.Proxy;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.hooks.weaving.WovenClass;
import org.osgi.framework.wiring.BundleWiring;

/** Which thread waits for which. */
class ClassTurnsTest {
    private ClassTurns turns = new ClassTurns(TimeUnit.MINUTES.toMillis(5));
    private final ClassLoader loader = new URLClassLoader(new URL[0]);

    private static WovenClass woven(ClassLoader loader, String name, int state) {
        Object wiring = proxy(BundleWiring.class, "getClassLoader", loader);
        return (WovenClass) Proxy.newProxyInstance(
                ClassTurnsTest.class.getClassLoader(),
                new Class<?>[] {WovenClass.class},
                (self, method, arguments) -> switch (method.getName()) {
                    case "getClassName" -> name;
                    case "getState" -> state;
                    case "getBundleWiring" -> wiring;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static Object proxy(Class<?> type, String only, Object value) {
        return Proxy.newProxyInstance(
                ClassTurnsTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals(only)) {
                        return value;
                    }
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private WovenClass transforming(String name) {
        return woven(loader, name, WovenClass.TRANSFORMING);
    }

    private CompletableFuture<Void> elsewhere(WovenClass woven) {
        return CompletableFuture.runAsync(() -> turns.weave(woven));
    }

    @ParameterizedTest
    @ValueSource(ints = {WovenClass.DEFINED, WovenClass.DEFINE_FAILED, WovenClass.TRANSFORMING_FAILED})
    void otherThread_goesOnWhenTheDefinitionHasEnded(int ending) {
        turns.weave(transforming("a.A"));
        CompletableFuture<Void> other = elsewhere(transforming("a.A"));
        turns.modified(woven(loader, "a.A", WovenClass.TRANSFORMED));
        assertThat(other).isNotDone();
        turns.modified(woven(loader, "a.A", ending));
        Await.value(other);
        Await.value(elsewhere(transforming("a.A")));
    }

    @Test
    void sameThread_anotherClass_andAnotherLoader_doNotWait() {
        turns.weave(transforming("a.A"));
        turns.weave(transforming("a.A"));
        turns.weave(transforming("a.B"));
        WovenClass elsewhere = woven(new URLClassLoader(new URL[0]), "a.A", WovenClass.TRANSFORMING);
        turns.weave(elsewhere);
        Await.value(elsewhere(transforming("a.C")));
    }

    @Test
    void definitionThatNeverEnds_holdsOthersForAMomentOnly() {
        turns = new ClassTurns(10);
        turns.weave(transforming("a.A"));
        Await.value(elsewhere(transforming("a.A")));
        Await.value(elsewhere(transforming("a.A")));
    }

    @Test
    void interruptedThread_goesOnAndStaysInterrupted() {
        turns.weave(transforming("a.A"));
        CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(() -> {
            Thread.currentThread().interrupt();
            turns.weave(transforming("a.A"));
            return Thread.interrupted();
        });
        assertThat(Await.value(other)).isTrue();
    }
}
