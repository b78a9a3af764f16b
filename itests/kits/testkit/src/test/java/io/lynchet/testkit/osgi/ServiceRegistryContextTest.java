// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.testkit.osgi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;

/** The registry of the kit does what the registry of a real framework does. */
class ServiceRegistryContextTest {
    @TempDir
    static Path folder;

    private static Framework framework;

    private record Named(String name) {}

    @BeforeAll
    static void startFramework() throws Exception {
        framework = new FrameworkFactory()
                .newFramework(Map.of(
                        Constants.FRAMEWORK_STORAGE, folder.toString(), "felix.log.level", "0", "given", "a value"));
        framework.start();
    }

    @AfterAll
    static void stopFramework() throws Exception {
        framework.stop();
        framework.waitForStop(10_000);
    }

    static Stream<BundleContext> contexts() {
        return Stream.of(framework.getBundleContext(), new ServiceRegistryContext().with("given", "a value"));
    }

    private static Dictionary<String, Object> ranked(int ranking) {
        return FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, ranking));
    }

    private static List<String> names(BundleContext context) throws Exception {
        return context.getServiceReferences(Named.class, null).stream()
                .sorted(java.util.Comparator.reverseOrder())
                .map(reference -> context.getService(reference).name())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void references_areInTheOrderOfRankingAndAge(BundleContext context) throws Exception {
        List<ServiceRegistration<?>> all = new ArrayList<>();
        all.add(context.registerService(Named.class, new Named("a"), ranked(1)));
        all.add(context.registerService(Named.class, new Named("b"), null));
        all.add(context.registerService(Named.class, new Named("c"), ranked(1)));
        all.add(context.registerService(Named.class, new Named("d"), ranked(2)));
        assertThat(names(context)).containsExactly("d", "a", "c", "b");
        assertThat(context.getService(context.getServiceReference(Named.class)).name())
                .isEqualTo("d");
        all.get(3).setProperties(ranked(-1));
        assertThat(names(context)).containsExactly("a", "c", "b", "d");
        all.forEach(ServiceRegistration::unregister);
        assertThat(names(context)).isEmpty();
        assertThat(context.getServiceReference(Named.class)).isNull();
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void events_reachListenersOfTheType_inTheThreadOfTheCaller(BundleContext context) throws Exception {
        List<String> events = new ArrayList<>();
        Thread here = Thread.currentThread();
        ServiceListener listener = event -> {
            assertThat(Thread.currentThread()).isSameAs(here);
            ServiceReference<?> reference = event.getServiceReference();
            Object service = context.getService(reference);
            events.add(event.getType() + " " + (service == null ? null : ((Named) service).name()));
            context.ungetService(reference);
        };
        context.addServiceListener(listener, "(objectClass=" + Named.class.getName() + ")");
        ServiceRegistration<?> other = context.registerService(Runnable.class, () -> {}, null);
        ServiceRegistration<?> ours = context.registerService(Named.class, new Named("a"), null);
        ours.setProperties(ranked(1));
        ours.unregister();
        context.removeServiceListener(listener);
        context.registerService(Named.class, new Named("b"), null).unregister();
        other.unregister();
        assertThat(events)
                .containsExactly(
                        ServiceEvent.REGISTERED + " a",
                        ServiceEvent.MODIFIED + " a",
                        ServiceEvent.UNREGISTERING + " a");
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void service_duringItsLastEvent_isNotFound_andAfterwardsIsGone(BundleContext context) throws Exception {
        List<String> found = new ArrayList<>();
        ServiceRegistration<Named> registration = context.registerService(Named.class, new Named("a"), null);
        ServiceReference<Named> reference = registration.getReference();
        ServiceListener listener = event -> found.add(String.valueOf(context.getServiceReference(Named.class)));
        context.addServiceListener(listener);
        registration.unregister();
        context.removeServiceListener(listener);
        assertThat(found).containsExactly("null");
        assertThat(context.getService(reference)).isNull();
        assertThatThrownBy(registration::unregister).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @MethodSource("contexts")
    void properties_ofServicesAndOfTheFramework_areGiven(BundleContext context) {
        ServiceRegistration<?> registration = context.registerService(
                Named.class.getName(), new Named("a"), FrameworkUtil.asDictionary(Map.of("key", 5)));
        ServiceReference<?> reference = registration.getReference();
        assertThat(reference.getProperty("KEY")).isEqualTo(5);
        assertThat(reference.getPropertyKeys()).contains("key", Constants.SERVICE_ID, Constants.OBJECTCLASS);
        assertThat(reference.getProperty(Constants.SERVICE_ID)).isInstanceOf(Long.class);
        assertThat(context.getProperty("given")).isEqualTo("a value");
        assertThat(context.getProperty("unknown")).isNull();
        assertThat(context.getService(reference)).isEqualTo(new Named("a"));
        assertThat(context.ungetService(reference)).isTrue();
        assertThat(context.ungetService(reference)).isFalse();
        registration.unregister();
    }
}
