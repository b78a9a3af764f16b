// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.workload;

import io.lynchet.itests.bench.load.RequestDeck;
import io.lynchet.itests.bench.load.Target;
import io.lynchet.itests.bench.option.Scenario;
import io.lynchet.itests.bench.workload.Seeder.Seeded;
import java.util.List;
import java.util.Optional;

/** Builds the requests of a scenario. The same scenario, rows and entity give the same requests for each server. */
public final class Workload {

    private static final int VARIANTS = 1000;
    private static final int MIXED = 10_000;
    private static final long SEED = 20_26;

    private final String entity;
    private final Seeded seeded;

    public Workload(String entity, Seeded seeded) {
        this.entity = entity;
        this.seeded = seeded;
    }

    public RequestDeck deck(Scenario scenario, Target target, Optional<String> token) {
        RequestDeck.Builder deck = RequestDeck.builder(target, token.orElse(null));
        switch (scenario) {
            case INSERT -> repeat(deck, VARIANTS, this::insert);
            case GET, GET_SIGNED_IN -> repeat(deck, seeded.ids().size(), this::get);
            case QUERY -> repeat(deck, seeded.owners().size(), this::query);
            case LIST -> list(deck);
            case MIXED -> mixed(deck);
            case ECHO ->
                repeat(deck, VARIANTS, (d, i) -> d.send("echo", "POST", "/api/bench/echo", row("buy milk", "u" + i)));
            case ECHO_GET -> deck.get("echo-get", "/api/bench/echo");
            case START, FANOUT, IDLE_SOCKETS -> throw new IllegalArgumentException(scenario + " is not a load");
        }
        return deck.shuffled(SEED);
    }

    private interface Add {
        void add(RequestDeck.Builder deck, int index);
    }

    private static void repeat(RequestDeck.Builder deck, int times, Add one) {
        for (int i = 0; i < times; i++) {
            one.add(deck, i);
        }
    }

    private void mixed(RequestDeck.Builder deck) {
        for (int i = 0; i < MIXED; i++) {
            int percent = i % 100;
            if (percent < 60) {
                get(deck, i);
            } else if (percent < 80) {
                query(deck, i);
            } else if (percent < 90) {
                insert(deck, i);
            } else if (percent < 95) {
                list(deck);
            } else {
                deck.send("update", "PATCH", path() + "/" + pick(seeded.ids(), i), "{\"done\":" + (i % 2 == 0) + "}");
            }
        }
    }

    private void insert(RequestDeck.Builder deck, int i) {
        deck.send("insert", "POST", path(), row("buy milk", "u" + i % VARIANTS));
    }

    private void get(RequestDeck.Builder deck, int i) {
        deck.get("get", path() + "/" + pick(seeded.ids(), i));
    }

    private void query(RequestDeck.Builder deck, int i) {
        deck.send("query", "POST", "/api/query/" + entity, query(pick(seeded.owners(), i)));
    }

    private void list(RequestDeck.Builder deck) {
        deck.get("list", path() + "?limit=" + Seeder.PAGE);
    }

    private String path() {
        return "/api/entities/" + entity;
    }

    private static String pick(List<String> list, int i) {
        return list.get(i % list.size());
    }

    public static String row(String title, String owner) {
        return "{\"title\":\"" + title + "\",\"done\":false,\"owner\":\"" + owner + "\"}";
    }

    static String query(String owner) {
        return "{\"owner\":\"" + owner + "\",\"$limit\":" + Seeder.PAGE + "}";
    }
}
