// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

import io.lynchet.api.JsonText;
import io.lynchet.api.LynchetException;
import io.lynchet.api.socket.Frame;
import io.lynchet.json.ErrorBody;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonWriter;
import java.util.Collection;

/** What is sent about one room. Each frame is made once for all who get it. */
final class RoomFrames {
    private final String room;

    RoomFrames(String room) {
        this.room = room;
    }

    /** What has happened in a room. */
    enum Action {
        JOIN,
        LEAVE,
        PRESENCE,
        BROADCAST;

        String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    Frame snapshot(Collection<Member> members) {
        JsonWriter json = open("room-snapshot", 64 + 128 * members.size());
        json.name("members").beginArray();
        members.forEach(member -> write(json, member.shown()));
        return close(json.endArray());
    }

    /** Somebody is there from now on: what a snapshot would say of them. */
    Frame joined(Member.Shown member) {
        JsonWriter json = open("room-update", 256);
        json.name("action").value(Action.JOIN.wireName());
        json.name("member").beginObject().name("user_id").value(member.person());
        json.name("joined_at").value(member.joinedAt()).endObject();
        return close(json.name("data").value(member.data()));
    }

    /** @param data null for none */
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

    /** A client's own frame on its way to the others, with its true sender. */
    Frame relayedPresence(String person, JsonText data) {
        JsonWriter json = open("presence", 256).name("from").value(person);
        return close(json.name("data").value(data));
    }

    Frame relayedTopic(String person, String topic, JsonText data) {
        JsonWriter json = open("topic", 256).name("topic").value(topic);
        json.name("from").value(person);
        return close(json.name("data").value(data));
    }

    /** That something has ended which is of no further interest to others. */
    Frame ended(String type, JsonNode id) {
        JsonWriter json = open(type, 128);
        if (id != null) {
            json.name("id").node(id);
        }
        return close(json);
    }

    /** {@code code} stands outside, too, where clients of old look for it. */
    Frame refusal(LynchetException error, JsonNode id) {
        JsonWriter json = open("error", 256);
        if (id != null) {
            json.name("id").node(id);
        }
        json.name("code").value(error.code().name()).name("error");
        return close(ErrorBody.write(json, error, null));
    }

    static void write(JsonWriter json, Member.Shown member) {
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
