// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;

/** The wiring over the service registry of a real framework. */
class WiringTest {
    @RegisterExtension
    static final RealFramework FRAMEWORK = new RealFramework();

    private static final int SWAPS = 300 * Integer.getInteger("lynchet.rounds.scale", 1);

    private final List<String> warnings = new CopyOnWriteArrayList<>();
    private final List<ServiceRegistration<?>> registered = new ArrayList<>();
    private final Wiring wiring = new Wiring(FRAMEWORK.context(), (text, error) -> warnings.add(text));
    private final Gate<Swappable> gate = new Gate<>("store");
    private final Gate<Named> names = new Gate<>("name");
    private final AtomicLong violations = new AtomicLong();

    private record Named(String name) {}

    private ServiceRegistration<Named> register(String name, int ranking) {
        ServiceRegistration<Named> registration =
                FRAMEWORK.context().registerService(Named.class, new Named(name), ranked(ranking));
        registered.add(registration);
        return registration;
    }

    private static java.util.Dictionary<String, Object> ranked(int ranking) {
        return FrameworkUtil.asDictionary(Map.of(Constants.SERVICE_RANKING, ranking));
    }

    private String serving() {
        return names.call(Named::name);
    }

    @AfterEach
    void close() {
        wiring.close();
        for (ServiceRegistration<?> registration : registered) {
            try {
                registration.unregister();
            } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("unregistered");
            }
        }
    }

    @Test
    void track_severalServices_callsTheHighestRanked_amongEqualsTheOldest() {
        register("oldest", 1);
        register("low", 0);
        wiring.track(Named.class, names);
        register("newest", 1);
        assertThat(serving()).isEqualTo("oldest");
        ServiceRegistration<Named> high = register("high", 2);
        assertThat(serving()).isEqualTo("high");
        high.unregister();
        assertThat(serving()).isEqualTo("oldest");
    }

    @Test
    void track_rankingChanges_movesNewCalls() {
        wiring.track(Named.class, names);
        ServiceRegistration<Named> first = register("first", 0);
        register("second", 0);
        Lease<Named> inside = names.lease();

        first.setProperties(ranked(-1));

        assertThat(serving()).isEqualTo("second");
        assertThat(inside.service().name()).isEqualTo("first");
        inside.release();
        first.setProperties(ranked(1));
        assertThat(serving()).isEqualTo("first");
    }

    @Test
    void track_anotherType_isNotBound() {
        registered.add(FRAMEWORK.context().registerService(Runnable.class, () -> {}, null));
        wiring.track(Named.class, names);
        assertThat(names.isBound()).isFalse();
    }

    /** The factory hears when the framework gets the service back, which the provider does not live without. */
    @Test
    void unregister_callInside_waitsInItsEvent_andKeepsTheServiceUntilThen() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        ServiceRegistration<Named> registration = FRAMEWORK
                .context()
                .registerService(
                        Named.class,
                        new ServiceFactory<>() {
                            @Override
                            public Named getService(Bundle bundle, ServiceRegistration<Named> ours) {
                                return new Named("made");
                            }

                            @Override
                            public void ungetService(Bundle bundle, ServiceRegistration<Named> ours, Named service) {
                                events.add("given back");
                            }
                        },
                        null);
        wiring.track(Named.class, names);
        try (Callers callers = new Callers()) {
            Lease<Named> call = names.lease();
            Future<?> leaving = callers.blocked(() -> {
                registration.unregister();
                return events.add("provider stops");
            });
            assertThat(names.isBound()).isFalse();
            assertThat(events).isEmpty();
            events.add("call ends");
            call.release();
            leaving.get(30, TimeUnit.SECONDS);
        }
        assertThat(events).containsExactly("call ends", "given back", "provider stops");
        assertThat(warnings).isEmpty();
    }

    @Test
    void unregister_callThatDoesNotEnd_leavesAWarning() throws Exception {
        wiring.track(Named.class, names);
        ServiceRegistration<Named> registration = register("stuck", 0);
        Lease<Named> call = names.lease();

        // An interrupt ends the wait at once, as its time does later.
        Thread.currentThread().interrupt();
        registration.unregister();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(warnings).singleElement().asString().contains("still inside", Named.class.getName());
        call.release();
    }

    private ServiceRegistration<Swappable> register(Swappable service) {
        return FRAMEWORK.context().registerService(Swappable.class, service, null);
    }

    @Test
    void swap_underLoad_reachesNoServiceOfAStoppedProvider() throws Exception {
        wiring.track(Swappable.class, gate);
        try (Callers callers = new Callers()) {
            Swappable current = new Swappable(violations);
            ServiceRegistration<Swappable> registration = register(current);
            callers.loop(8, () -> gate.call(Swappable::use));
            for (int i = 0; i < SWAPS; i++) {
                callers.awaitCalls(20);
                Swappable next = new Swappable(violations);
                ServiceRegistration<Swappable> nextRegistration = i % 2 == 0 ? register(next) : null;
                registration.unregister();
                current.close();
                registration = nextRegistration == null ? register(next) : nextRegistration;
                current = next;
            }
            callers.stop();
            registration.unregister();
        }
        assertThat(violations).hasValue(0);
        assertThat(warnings).isEmpty();
    }

    /** Services go while a wiring takes them up, and while it closes. */
    @Test
    void unregister_whileWiringsOpenAndClose_reachesNoServiceOfAStoppedProvider() throws Exception {
        AtomicInteger used = new AtomicInteger();
        try (Callers providers = new Callers();
                Callers consumers = new Callers()) {
            providers.loop(2, () -> {
                Swappable service = new Swappable(violations);
                ServiceRegistration<Swappable> registration = register(service);
                Thread.yield();
                registration.unregister();
                service.close();
                return true;
            });
            consumers.loop(2, () -> {
                Gate<Swappable> own = new Gate<>("store");
                try (Wiring one = new Wiring(FRAMEWORK.context(), (text, error) -> warnings.add(text))) {
                    // A call in the very thread that takes the service up, as soon as it can be called.
                    one.track(Swappable.class, own, () -> {
                        Lease<Swappable> call = own.isBound() ? own.lease() : null;
                        if (call != null) {
                            call.service().use();
                            call.release();
                            used.incrementAndGet();
                        }
                    });
                }
                return true;
            });
            consumers.awaitCalls(SWAPS);
            consumers.stop();
            providers.stop();
        }
        assertThat(used).hasPositiveValue();
        assertThat(violations).hasValue(0);
        assertThat(warnings).isEmpty();
    }

    @Test
    void unregister_whileAnotherThreadClosesTheWiring_waitsForTheCallsInside() throws Exception {
        wiring.track(Named.class, names);
        ServiceRegistration<Named> registration = register("a", 0);
        try (Callers callers = new Callers()) {
            Lease<Named> call = names.lease();
            Future<?> closing = callers.blocked(() -> {
                wiring.close();
                return null;
            });
            Future<?> leaving = callers.blocked(() -> {
                registration.unregister();
                return null;
            });
            assertThat(leaving).isNotDone();
            call.release();
            closing.get(30, TimeUnit.SECONDS);
            leaving.get(30, TimeUnit.SECONDS);
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void close_callsThatWaitAndThatCome_failAtOnce() throws Exception {
        wiring.track(Named.class, names);
        try (Callers callers = new Callers()) {
            Future<Object> waiting = callers.blocked(this::failure);
            wiring.close();
            assertThat(waiting.get(Gate.WAIT_MILLIS / 2, TimeUnit.MILLISECONDS)).isEqualTo(ErrorCode.UNAVAILABLE);
            register("late", 0);
            assertThat(names.isBound()).isFalse();
            assertThat(callers.blocked(this::failure).get(Gate.WAIT_MILLIS / 2, TimeUnit.MILLISECONDS))
                    .isEqualTo(ErrorCode.UNAVAILABLE);
        }
    }

    private Object failure() {
        try {
            return serving();
        } catch (LynchetException e) {
            return e.code();
        }
    }

    @Test
    void track_changed_isCalledWhenAnotherServiceServes() {
        List<String> serving = new ArrayList<>();
        wiring.track(Named.class, names, () -> serving.add(names.isBound() ? serving() : "none"));
        ServiceRegistration<Named> first = register("a", 0);
        ServiceRegistration<Named> second = register("b", 0);
        second.setProperties(ranked(1));
        first.setProperties(ranked(-1));
        first.unregister();
        second.unregister();
        assertThat(serving).containsExactly("a", "b", "none");
    }

    @Test
    void track_changed_isCalledBeforeTheServiceIsDrained_soItCanEndTheCallsInside() {
        register("a", 0);
        List<Lease<Named>> calls = new ArrayList<>();
        wiring.track(Named.class, names, () -> calls.forEach(Lease::release));
        calls.add(names.lease());
        registered.get(0).unregister();
        assertThat(warnings).isEmpty();
    }

    @Test
    void track_changedFails_theServiceIsUsedAllTheSame_andLeaves() {
        wiring.track(Named.class, names, () -> {
            throw new IllegalStateException("for this test");
        });
        ServiceRegistration<Named> registration = register("a", 0);
        assertThat(serving()).isEqualTo("a");
        registration.unregister();
        assertThat(names.isBound()).isFalse();
        assertThat(warnings).hasSize(2);
    }

    @Test
    void each_opensAPartForEachService_theHighestRankedFirst_andClosesItWhenItGoes() {
        List<String> events = new ArrayList<>();
        register("a", 0);
        ServiceRegistration<Named> second = register("b", 5);
        wiring.each(Named.class, (service, reference) -> {
            events.add("+" + service.name() + ServiceRank.of(reference).ranking());
            return () -> events.add("-" + service.name());
        });
        register("c", 3);
        second.unregister();
        wiring.close();
        register("d", 1);
        assertThat(events).containsExactly("+b5", "+a0", "+c3", "-b", "-c", "-a");
    }

    @Test
    void each_openingFails_isLogged_andTheOthersAreOpened() {
        List<String> names = new ArrayList<>();
        register("bad", 1);
        register("good", 0);
        wiring.each(Named.class, (service, reference) -> {
            if (service.name().equals("bad")) {
                throw new IllegalStateException("for this test");
            }
            names.add(service.name());
            return () -> names.remove(service.name());
        });
        assertThat(names).containsExactly("good");
        assertThat(warnings).singleElement().asString().contains("can't be used", Named.class.getName());
    }

    /** Otherwise a call could begin after the event, in a service whose provider has stopped. */
    @Test
    void unregister_whileAThreadOpensItsPart_waits_andClosesThePart() throws Exception {
        List<String> events = new CopyOnWriteArrayList<>();
        CountDownLatch opening = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        ServiceRegistration<Named> registration = register("a", 0);
        try (Callers callers = new Callers()) {
            Future<?> opener = callers.blocked(() -> {
                wiring.each(Named.class, (service, reference) -> {
                    opening.countDown();
                    assertThat(go.await(30, TimeUnit.SECONDS)).isTrue();
                    events.add("opened");
                    return () -> events.add("closed");
                });
                return null;
            });
            assertThat(opening.await(30, TimeUnit.SECONDS)).isTrue();
            Future<?> leaving = callers.blocked(() -> {
                registration.unregister();
                return events.add("unregistered");
            });
            assertThat(events).isEmpty();
            go.countDown();
            opener.get(30, TimeUnit.SECONDS);
            leaving.get(30, TimeUnit.SECONDS);
        }
        assertThat(events).containsExactly("opened", "closed", "unregistered");
    }

    @Test
    void close_takesEverythingBack_theNewestFirst() {
        List<String> events = new ArrayList<>();
        wiring.each(Named.class, service -> events.add("+"), service -> events.add("service unused"));
        wiring.own(() -> events.add("part closed"));
        wiring.own(() -> {
            throw new IllegalStateException("for this test");
        });
        wiring.register(Named.class, new Named("own"), Map.of(Constants.SERVICE_RANKING, 7));
        assertThat(FRAMEWORK.context().getServiceReference(Named.class).getProperty(Constants.SERVICE_RANKING))
                .isEqualTo(7);

        wiring.close();
        wiring.close();

        assertThat(FRAMEWORK.context().getServiceReference(Named.class)).isNull();
        assertThat(events).containsExactly("+", "service unused", "part closed");
        assertThat(warnings).hasSize(1);
    }

    @Test
    void closedWiring_takesNothingUp() {
        AtomicInteger closed = new AtomicInteger();
        register("a", 0);
        wiring.close();
        wiring.own(closed::incrementAndGet);
        wiring.track(Named.class, names);
        wiring.register(Runnable.class, () -> {});
        assertThat(closed).hasValue(1);
        assertThat(FRAMEWORK.context().getServiceReference(Runnable.class)).isNull();
        assertThatThrownBy(this::serving).isInstanceOf(LynchetException.class);
    }
}
