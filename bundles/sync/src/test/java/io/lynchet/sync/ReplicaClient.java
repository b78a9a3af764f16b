// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.lynchet.api.http.Response;
import io.lynchet.api.principal.Principal;
import io.lynchet.sync.event.ReadRights;
import io.lynchet.testkit.socket.FakeSocket;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A replica as the guide tells clients to keep one: it pulls, and it may follow a socket. */
final class ReplicaClient {
    /** What it does besides pulling. */
    enum Kind {
        PULLING,
        /** Follows a socket; closes it and pulls when it was lost. */
        REOPENING,
        /** Follows a socket that stays open while it pulls what was lost. */
        STAYING
    }

    private final SyncScene scene;
    private final Kind kind;
    private Principal principal;

    /** By entity and id. */
    final Map<String, Object> rows = new HashMap<>();

    final List<String> seen = new ArrayList<>();
    int resumed;
    int lost;
    int complete;
    private long seq;
    private String scope;
    private String after;
    private FakeSocket socket;
    private boolean pulling = true;
    private final Deque<Map<String, Object>> held = new ArrayDeque<>();
    private final List<Map<String, Object>> pending = new ArrayList<>();
    private final Timeline.Cursor then;
    private long last;
    private String told;
    private boolean behind;

    /** @param then of its own */
    ReplicaClient(SyncScene scene, Kind kind, Principal principal, Timeline.Cursor then) {
        this.scene = scene;
        this.kind = kind;
        this.principal = principal;
        this.then = then;
    }

    Principal principal() {
        return principal;
    }

    /** Null while it has none. */
    FakeSocket socket() {
        return socket;
    }

    boolean isPulling() {
        return pulling;
    }

    void become(Principal next) {
        principal = next;
        note("becomes " + next.userId() + next.roles());
        if (socket != null) {
            socket.become(next);
            scene.dispatcher.principalChanged(socket);
        }
        pulling |= kind == Kind.PULLING;
    }

    /** Loses its connection. */
    void hangUp() {
        if (socket != null) {
            note("hangs up at " + seq);
            scene.dispatcher.closed(socket);
            socket = null;
            pending.clear();
            held.clear();
            // Half of the time it comes back without a pull.
            pulling = seq % 2 == 0;
            if (!pulling) {
                open();
            }
        }
    }

    private void open() {
        socket = SyncScene.socket(principal);
        if (seq % 3 == 0) {
            socket.lastEventId(seq + "." + scope);
        } else {
            socket.with("since", Long.toString(seq)).with("scope", scope);
        }
        last = seq;
        told = scope;
        resumed++;
        note("opens at " + seq);
        scene.open(socket);
    }

    private void reopen() {
        scene.dispatcher.closed(socket);
        socket = null;
        pending.clear();
        held.clear();
        pulling = true;
    }

    private void forget() {
        rows.clear();
        seq = 0;
        scope = null;
        after = null;
        behind = false;
    }

    /** One page. */
    void pull(int limit) {
        List<String> parameters = new ArrayList<>(List.of("since", Long.toString(seq), "limit", "" + limit));
        if (after != null) {
            parameters.addAll(List.of("snapshot_after", after));
        } else if (seq > 0) {
            parameters.addAll(List.of("scope", scope));
        }
        Response response = scene.response(principal, parameters.toArray(String[]::new));
        if (response.status() == 410) {
            note("410 at " + seq);
            forget();
            if (socket != null) {
                reopen();
            }
            pulling = true;
            return;
        }
        assertThat(response.status()).isEqualTo(200);
        taken(SyncScene.plain(response));
    }

    private void taken(Map<String, Object> answer) {
        boolean snapshot = seq == 0;
        for (Map<String, Object> event : SyncScene.changes(answer)) {
            if (!snapshot && kind == Kind.PULLING && event.get("kind").equals("delete") && !behind) {
                assertThat(rows).as("told of a row that it never saw").containsKey(key(event));
            }
            apply(event);
        }
        after = (String) answer.get("snapshot_after");
        boolean more = (Boolean) answer.get("has_more");
        scope = SyncScene.scope(answer);
        if (after == null) {
            seq = SyncScene.seq(answer);
        }
        pulling = more || snapshot;
        // Until it is complete it may be told that rows leave which others saw meanwhile.
        behind = pulling;
        if (!pulling) {
            compare();
        }
        if (!pulling && kind != Kind.PULLING) {
            follow();
        }
    }

    /** Everything was pulled: goes on with the socket. */
    private void follow() {
        note("pulled to " + seq);
        if (socket == null) {
            open();
        } else if (!scope.equals(told)) {
            reopen();
        } else {
            while (!pulling && !held.isEmpty()) {
                frame(held.remove());
            }
        }
    }

    /** What the socket has for it. */
    void take() {
        if (socket == null) {
            return;
        }
        for (Map<String, Object> frame : socket.read()) {
            if (pulling) {
                held.add(frame);
            } else {
                frame(frame);
            }
            if (socket == null) {
                return;
            }
        }
    }

    private void frame(Map<String, Object> frame) {
        String type = (String) frame.get("type");
        long at = (Long) frame.get("seq");
        if (type == null) {
            assertThat(frame.get("prev")).as("prev of " + frame).isEqualTo(last);
            last = at;
            unit(frame, at);
            return;
        }
        note(type + " " + at);
        switch (type) {
            case "hello" -> {
                last = at;
                told = (String) frame.get("scope");
                if (!told.equals(scope) && at < seq) {
                    reopen();
                } else {
                    unit(frame, at);
                }
            }
            case "lost", "resync" -> {
                lost++;
                last = at;
                pending.clear();
                pulling = true;
                if (type.equals("resync")) {
                    told = (String) frame.get("scope");
                    forget();
                }
                if (kind == Kind.REOPENING) {
                    reopen();
                }
            }
            default -> throw new AssertionError("unknown frame " + frame);
        }
    }

    /** Frames count when the last one of their seq is there. */
    private void unit(Map<String, Object> frame, long at) {
        pending.add(frame);
        if (!frame.containsKey("more")) {
            for (Map<String, Object> one : pending) {
                // What was pulled meanwhile is newer than a frame that waited: of the frames after it some may be lost.
                if (!one.containsKey("type") && at >= seq) {
                    apply(one);
                }
                scope = (String) one.getOrDefault("scope", scope);
            }
            pending.clear();
            seq = Math.max(seq, at);
            compare();
        }
    }

    /** It has everything up to its position: that is what could be read there. */
    private void compare() {
        String now = scene.scopes.call(source ->
                source.now(snapshot -> ReadRights.of(scene.app.service().app(), source, principal, Instant.now())
                        .token(snapshot.epoch())
                        .toString()));
        // While it was not told yet that its rights are others, it has what it could read before.
        if (now.equals(scope)) {
            complete++;
            Map<String, Object> expected = then.visible(principal, seq);
            // Most comparisons find nothing, and there are very many.
            if (!rows.equals(expected)) {
                throw difference(expected);
            }
        }
    }

    private AssertionError difference(Map<String, Object> expected) {
        Map<String, Object> missing = new HashMap<>(expected);
        missing.entrySet().removeAll(rows.entrySet());
        Map<String, Object> extra = new HashMap<>(rows);
        extra.entrySet().removeAll(expected.entrySet());
        return new AssertionError("%s %s, complete at %d after %s: missing %s, too much %s"
                .formatted(kind, principal, seq, seen, missing, extra));
    }

    private void apply(Map<String, Object> event) {
        if (event.get("kind").equals("delete")) {
            rows.remove(key(event));
        } else {
            rows.put(key(event), event.get("data"));
        }
    }

    private static String key(Map<String, Object> event) {
        return event.get("entity") + " " + event.get("row_id");
    }

    private void note(String what) {
        if (seen.size() > 40) {
            seen.remove(0);
        }
        seen.add(what);
    }
}
