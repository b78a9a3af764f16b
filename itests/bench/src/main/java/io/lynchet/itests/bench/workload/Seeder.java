// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.itests.bench.workload;

import io.lynchet.itests.bench.server.BenchException;
import io.lynchet.itests.bench.server.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes sure that the rows which the reading scenarios want are there: {@code rows} rows, {@value #PAGE} for each owner
 * {@code s<rows>-<n>}. Done once per database: the last owner's page tells whether an earlier run did it.
 */
public final class Seeder {

    /** Rows per owner, and so per query. */
    static final int PAGE = 20;

    private static final int ROWS_PER_REQUEST = 500;
    private static final int OWNERS_SAMPLED = 250;
    private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

    /** What the scenarios may refer to. */
    public record Seeded(List<String> ids, List<String> owners) {}

    private final Server server;
    private final String entity;
    private final int owners;

    public Seeder(Server server, String entity, int rows) {
        this.server = server;
        this.entity = entity;
        this.owners = rows / PAGE;
    }

    /** Inserts what is missing and returns ids and owners from all over the table. */
    public Seeded seed() throws BenchException, InterruptedException {
        if (rowsOf(owners - 1).isEmpty()) {
            insertAll();
        }
        List<String> sampled = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        int samples = Math.min(owners, OWNERS_SAMPLED);
        for (int i = 0; i < samples; i++) {
            int owner = (int) ((long) i * owners / samples);
            List<String> page = rowsOf(owner);
            if (page.size() != PAGE) {
                throw new BenchException(
                        1,
                        "expected " + PAGE + " rows of owner " + owner(owner) + " in " + entity + " at "
                                + server.target() + ", found " + page.size()
                                + "; an earlier seeding was cut short: use a new data directory or another --rows");
            }
            ids.addAll(page);
            sampled.add(owner(owner));
        }
        return new Seeded(ids, sampled);
    }

    private String owner(int n) {
        return "s" + owners * PAGE + "-" + n;
    }

    private List<String> rowsOf(int owner) throws BenchException, InterruptedException {
        Server.Answer answer = server.post("/api/query/" + entity, Workload.query(owner(owner)));
        if (!answer.ok()) {
            throw new BenchException(
                    1,
                    "a query for seeded rows answered " + answer.brief() + "; the entity needs the fields title, done "
                            + "and an indexed owner (see itests/bench/README.md)");
        }
        List<String> ids = new ArrayList<>();
        Matcher m = ID.matcher(answer.body());
        while (m.find()) {
            ids.add(m.group(1));
        }
        return ids;
    }

    private void insertAll() throws BenchException, InterruptedException {
        int total = owners * PAGE;
        boolean together = true;
        for (int from = 0; from < total; from += ROWS_PER_REQUEST) {
            int to = Math.min(total, from + ROWS_PER_REQUEST);
            together = together && transact(from, to);
            for (int i = from; i < to && !together; i++) {
                Server.Answer answer = server.post("/api/entities/" + entity, row(i));
                if (!answer.ok()) {
                    throw new BenchException(1, "inserting a row to seed answered " + answer.brief());
                }
            }
        }
    }

    /** Inserts many rows with one request; false if the caller may not, as is so for non-admins elsewhere. */
    private boolean transact(int from, int to) throws BenchException, InterruptedException {
        StringBuilder json = new StringBuilder("[");
        for (int i = from; i < to; i++) {
            json.append(i == from ? "" : ",");
            json.append("{\"op\":\"insert\",\"entity\":\"").append(entity).append("\",\"data\":");
            json.append(row(i)).append('}');
        }
        Server.Answer answer = server.post("/api/transact", json.append(']').toString());
        if (answer.status() == 401 || answer.status() == 403 || answer.status() == 404) {
            return false;
        }
        if (!answer.ok()) {
            throw new BenchException(1, "seeding through /api/transact answered " + answer.brief());
        }
        return true;
    }

    private String row(int i) {
        return Workload.row("seeded", owner(i % owners));
    }
}
