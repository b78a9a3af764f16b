// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.metrics.MetricSink;
import io.lynchet.api.metrics.MetricSource;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/** What is counted. */
final class RoomFigures implements MetricSource {
    private final LongAdder messages = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final Supplier<Integer> rooms;
    private final Register register;

    RoomFigures(Supplier<Integer> rooms, Register register) {
        this.rooms = rooms;
        this.register = register;
    }

    void message() {
        messages.increment();
    }

    void refusal() {
        refused.increment();
    }

    long refusals() {
        return refused.sum();
    }

    @Override
    public void report(MetricSink sink) {
        sink.gauge("lynchet_rooms", "Rooms that somebody is in.", Map.of(), rooms.get());
        sink.gauge("lynchet_room_members", "Members of all rooms.", Map.of(), register.memberships());
        sink.counter("lynchet_room_messages_total", "What members have told their rooms.", Map.of(), (double)
                messages.sum());
        sink.counter("lynchet_room_refused_total", "What people wanted of rooms and did not get.", Map.of(), (double)
                refused.sum());
    }
}
