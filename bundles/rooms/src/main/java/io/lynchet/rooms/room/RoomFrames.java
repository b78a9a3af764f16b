// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonWriter;
import java.util.Collection;

/** The frames about one room. Each is made once for all who get it. */
public final class RoomFrames {
    private final String room;

    public RoomFrames(String room) {
        this.room = room;
    }

    /** The kinds of events in a room. */
    enum Action {
        JOIN,
        LEAVE,
        PRESENCE,
        BROADCAST;

        String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Frame snapshot(Collection<RoomMember> members) {
        JsonWriter json = open("room-snapshot", 64 + 128 * members.size());
        json.name("members").beginArray();
        members.forEach(member -> write(json, member.shown()));
        return close(json.endArray());
    }

    /** Returns the frame of a new member, with the data that a snapshot has. */
    Frame joined(RoomMember.Shown member) {
        JsonWriter json = open("room-update", 256);
        json.name("action").value(Action.JOIN.wireName());
        json.name("member").beginObject().name("user_id").value(member.person());
        json.name("joined_at").value(member.joinedAt()).endObject();
        return close(json.name("data").value(member.data()));
    }

    /**
     * Returns the frame of an event.
     *
     * @param data null for none
     */
    Frame update(Action action, String person, JsonText data) {
        JsonWriter json = open("room-update", 256);
        json.name("action").value(action.wireName());
        json.name("member").beginObject().name("user_id").value(person).endObject();
        if (data != null) {
            json.name("data").value(data);
        }
        return close(json);
    }

    Frame broadcast(String person, String topic, JsonText payload) {
        JsonWriter data = new JsonWriter(256).beginObject().name("topic").value(topic);
        data.name("payload").value(payload).endObject();
        return update(Action.BROADCAST, person, new JsonText(data.toString()));
    }

    /** Returns a client's own frame for the others, with its true sender. */
    Frame relayedPresence(String person, JsonText data) {
        JsonWriter json = open("presence", 256).name("from").value(person);
        return close(json.name("data").value(data));
    }

    Frame relayedTopic(String person, String topic, JsonText data) {
        JsonWriter json = open("topic", 256).name("topic").value(topic);
        json.name("from").value(person);
        return close(json.name("data").value(data));
    }

    /** Returns the frame that confirms to a client that something has ended; others get none. */
    public Frame ended(String type, JsonNode id) {
        JsonWriter json = open(type, 128);
        if (id != null) {
            json.name("id").node(id);
        }
        return close(json);
    }

    /** Returns a refusal. {@code code} stands outside, too, where older clients look for it. */
    public Frame refusal(LynchetException error, JsonNode id) {
        JsonWriter json = open("error", 256);
        if (id != null) {
            json.name("id").node(id);
        }
        json.name("code").value(error.code().name()).name("error");
        return close(ErrorBody.write(json, error, null));
    }

    public static void write(JsonWriter json, RoomMember.Shown member) {
        json.beginObject().name("user_id").value(member.person());
        json.name("data").value(member.data());
        json.name("joined_at").value(member.joinedAt()).endObject();
    }

    private JsonWriter open(String type, int bytes) {
        return new JsonWriter(bytes)
                .beginObject()
                .name("type")
                .value(type)
                .name("room")
                .value(room);
    }

    private static Frame close(JsonWriter json) {
        return Frame.of(json.endObject().toBytes());
    }
}
