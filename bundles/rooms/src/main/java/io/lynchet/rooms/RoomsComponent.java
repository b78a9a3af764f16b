// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.data.RoomRules;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.room.Rooms;
import io.lynchet.api.socket.FrameHandler;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

/** Offers rooms: over sockets, by calls and to operators. Without sockets the calls work all the same. */
@Component(
        name = "io.lynchet.rooms",
        immediate = true,
        service = {})
public final class RoomsComponent {
    private static final int SPOKEN_A_SECOND = 20;
    private static final int MOVES_A_SECOND = 20;

    /** Somebody who comes back joins and follows all their rooms at once. */
    private static final int MOVES_AT_ONCE = 2 * RoomLimits.USUAL.roomsAPerson();

    private final Gate<RoomRules> rules = new Gate<>("data service");
    private final List<ServiceRegistration<?>> registrations = new ArrayList<>();
    private Caretaker caretaker;

    @Activate
    void activate(BundleContext context) {
        RoomClock clock = RoomClock.SYSTEM;
        Rights rights = new Rights(rules);
        RoomTable table = new RoomTable(rights, RoomLimits.USUAL, clock);
        RoomFigures figures = new RoomFigures(table::size, table.register());
        Pace speaking = new Pace(clock, SPOKEN_A_SECOND, SPOKEN_A_SECOND);
        Pace moving = new Pace(clock, MOVES_A_SECOND, MOVES_AT_ONCE);
        Conduct conduct = new Conduct(speaking, moving, figures);
        caretaker = new Caretaker(table, rights, speaking, moving);
        caretaker.start();
        register(context, FrameHandler.class, new SocketRooms(table, conduct, caretaker));
        register(context, Rooms.class, table::forOperators);
        register(context, MetricSource.class, figures);
        List.of(
                        new JoinRoom(table, conduct),
                        new LeaveRoom(table, conduct),
                        new SetPresence(table, conduct),
                        new BroadcastToRoom(table, conduct),
                        new ListRooms(table),
                        new GetRoom(table))
                .forEach(route -> register(context, Route.class, route));
    }

    private <T> void register(BundleContext context, Class<T> type, T service) {
        registrations.add(context.registerService(type, service, null));
    }

    @Deactivate
    void deactivate() {
        registrations.forEach(ServiceRegistration::unregister);
        registrations.clear();
        caretaker.close();
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void bindRules(RoomRules service) {
        rules.bind(service);
    }

    void unbindRules(RoomRules service) {
        rules.unbind(service);
    }
}
