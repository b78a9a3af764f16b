// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.enforce;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import io.lynchet.rooms.room.MembershipIndex;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** The metrics of rooms. */
public final class RoomMetrics implements MetricSource {
    private final LongAdder messages = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Supplier<Integer> rooms;
    private final MembershipIndex register;

    public RoomMetrics(Supplier<Integer> rooms, MembershipIndex register) {
        this.rooms = rooms;
        this.register = register;
    }

    void message() {
        messages.increment();
    }

    void refusal() {
        refused.increment();
    }

    public long refusals() {
        return refused.sum();
    }

    @Override
    public void report(MetricSink sink) {
        sink.gauge("lynchet_rooms", "Rooms that have members.", Map.of(), rooms.get());
        sink.gauge("lynchet_room_members", "Members of all rooms.", Map.of(), register.memberships());
        sink.counter("lynchet_room_messages_total", "Messages and presence changes of members.", Map.of(), (double)
                messages.sum());
        sink.counter("lynchet_room_refused_total", "Requests to rooms that failed.", Map.of(), (double) refused.sum());
    }
}
