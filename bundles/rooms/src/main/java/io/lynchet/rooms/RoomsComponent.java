// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.data.RoomRules;
import io.lynchet.api.http.Route;
import io.lynchet.api.lease.Gate;
import io.lynchet.api.lease.Wiring;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.api.room.Rooms;
import io.lynchet.api.socket.FrameHandler;
import io.lynchet.rooms.enforce.PresenceReaper;
import io.lynchet.rooms.enforce.RateLimiter;
import io.lynchet.rooms.enforce.RoomMetrics;
import io.lynchet.rooms.enforce.RoomRateLimits;
import io.lynchet.rooms.room.RoomClock;
import io.lynchet.rooms.room.RoomLimits;
import io.lynchet.rooms.room.RoomRights;
import io.lynchet.rooms.room.RoomTable;
import io.lynchet.rooms.routes.BroadcastToRoom;
import io.lynchet.rooms.routes.GetRoom;
import io.lynchet.rooms.routes.JoinRoom;
import io.lynchet.rooms.routes.LeaveRoom;
import io.lynchet.rooms.routes.ListRooms;
import io.lynchet.rooms.routes.SetPresence;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The component of rooms. It registers them for sockets, as routes, and for operators. Without sockets, the routes work
 * all the same.
 */
@Component(
        name = "io.lynchet.rooms",
        immediate = true,
        service = {})
public final class RoomsComponent {
    private static final Logger LOG = LoggerFactory.getLogger(RoomsComponent.class);
    private static final int SPOKEN_A_SECOND = 20;
    private static final int MOVES_A_SECOND = 20;

    /** The most joins at once: a person who reconnects joins and follows all their rooms. */
    private static final int MOVES_AT_ONCE = 2 * RoomLimits.USUAL.roomsAPerson();

    private final Gate<RoomRules> rules = new Gate<>("data service");
    private Wiring wiring;

    @Activate
    void activate(BundleContext context) {
        wiring = new Wiring(context, LOG::warn);
        wiring.track(RoomRules.class, rules);
        RoomClock clock = RoomClock.SYSTEM;
        RoomRights rights = new RoomRights(rules);
        RoomTable table = new RoomTable(rights, RoomLimits.USUAL, clock);
        RoomMetrics figures = new RoomMetrics(table::size, table.register());
        RateLimiter speaking = new RateLimiter(clock, SPOKEN_A_SECOND, SPOKEN_A_SECOND);
        RateLimiter moving = new RateLimiter(clock, MOVES_A_SECOND, MOVES_AT_ONCE);
        RoomRateLimits conduct = new RoomRateLimits(speaking, moving, figures);
        PresenceReaper caretaker = wiring.own(new PresenceReaper(table, rights, speaking, moving));
        caretaker.start();
        wiring.register(FrameHandler.class, new SocketRooms(table, conduct, caretaker));
        wiring.register(Rooms.class, table::forOperators);
        wiring.register(MetricSource.class, figures);
        List.of(
                        new JoinRoom(table, conduct),
                        new LeaveRoom(table, conduct),
                        new SetPresence(table, conduct),
                        new BroadcastToRoom(table, conduct),
                        new ListRooms(table),
                        new GetRoom(table))
                .forEach(route -> wiring.register(Route.class, route));
    }

    @Deactivate
    void deactivate() {
        wiring.close();
    }
}
