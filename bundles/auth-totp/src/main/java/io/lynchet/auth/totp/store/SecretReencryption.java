// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.totp.store;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.DataService;
import io.lynchet.api.data.Mutation;
import io.lynchet.api.loop.Loop;
import io.lynchet.api.principal.Principal;
import io.lynchet.api.query.Comparison;
import io.lynchet.api.query.Filter;
import io.lynchet.api.query.Query;
import io.lynchet.api.query.SortKey;
import io.lynchet.api.row.Draft;
import io.lynchet.api.row.Row;
import io.lynchet.api.row.WriteResult;
import io.lynchet.api.schema.Entity;
import io.lynchet.auth.totp.secret.KeyFile;
import io.lynchet.auth.totp.secret.SecretCipher;
import io.lynchet.system.rows.SystemRows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The task that seals secrets of an earlier version or an older key. It runs once after the start, page by page, on a
 * thread of its own.
 */
public final class SecretReencryption implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SecretReencryption.class);
    private static final int PAGE = 500;
    private static final Duration PAUSE = Duration.ofSeconds(10);
    private static final long CLOSE_MILLIS = 2_000;

    private final SystemRows rows;
    private final SecretCipher cipher;
    private final Duration pause;
    private final Loop loop = Loop.helpful("lynchet-auth-totp-seal", LOG::error);
    private final Thread thread = loop.thread(this::run);
    private boolean more = true;
    private String after = "";
    private int sealed;
    private int locked;

    public SecretReencryption(SystemRows rows, SecretCipher cipher) {
        this(rows, cipher, PAUSE);
    }

    /**
     * Creates the task.
     *
     * @param pause the pause after a failed page
     */
    SecretReencryption(SystemRows rows, SecretCipher cipher, Duration pause) {
        this.rows = rows;
        this.cipher = cipher;
        this.pause = pause;
    }

    public void begin() {
        thread.start();
    }

    /** Ends when all secrets are sealed. */
    private void run() {
        try {
            while (more && !loop.awaitEnd(0)) {
                if (!loop.turn(this::next)) {
                    loop.awaitEnd(pause.toMillis());
                }
            }
            tell();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void next() throws InterruptedException {
        try {
            more = page();
        } catch (LynchetException e) {
            if (e.code() != ErrorCode.UNAVAILABLE && e.code() != ErrorCode.OVERLOADED) {
                throw e;
            }
            // A passing state, not worth a message in the log.
            loop.awaitEnd(pause.toMillis());
        }
    }

    private void tell() {
        if (sealed > 0) {
            LOG.info("Encrypted the secrets of {} second factors with the current key.", sealed);
        }
        if (locked > 0) {
            LOG.error(
                    "The key of {} second factors is missing, so codes of their apps can't be checked. Restore the"
                            + " file {} of the server that created them. Until then recovery codes work, and admins"
                            + " can remove a factor.",
                    locked,
                    KeyFile.NAME);
        }
    }

    /** Seals one page. Returns whether there is another one. */
    boolean page() {
        Optional<WriteResult> head = rows.read(service -> first(service)).flatMap(this::touch);
        if (head.isEmpty()) {
            return false;
        }
        List<Row> page = rows.read(this::list);
        List<Row> outdated = page.stream().filter(this::isOutdated).toList();
        // An enrolment or sign-in at the same time seals the secret itself.
        for (Row row : outdated) {
            boolean done = rows.writeIfUnchanged(
                            service -> List.of(sealed(service, row, head.get().seq())))
                    .isPresent();
            sealed += done ? 1 : 0;
        }
        locked +=
                (int) page.stream().filter(row -> !cipher.isKnown(secret(row))).count();
        if (!page.isEmpty()) {
            after = page.get(page.size() - 1).id();
        }
        return page.size() == PAGE;
    }

    private Optional<Row> first(DataService service) {
        List<Row> page = list(service);
        return page.isEmpty() ? Optional.empty() : Optional.of(page.get(0));
    }

    // An empty update returns the head of the log.
    private Optional<WriteResult> touch(Row row) {
        return rows.writeIfUnchanged(
                service -> List.of(new Mutation.Update(row.id(), new Draft(entity(service)), Mutation.ANY)));
    }

    private List<Row> list(DataService service) {
        Entity entity = entity(service);
        Filter rest = SystemRows.compare(entity, "id", Comparison.GREATER, after);
        Query query = new Query(entity, rest, new ArrayList<>(List.of(new SortKey(entity.id(), true))), PAGE, 0);
        return service.query(Principal.ADMIN, query).rows();
    }

    private boolean isOutdated(Row row) {
        return cipher.isOutdated(secret(row)) && cipher.isKnown(secret(row));
    }

    private Mutation sealed(DataService service, Row row, long head) {
        String anew = cipher.encrypt(row.id(), cipher.open(row.id(), secret(row)));
        return new Mutation.Update(row.id(), new Draft(entity(service)).set(TotpSchema.SECRET, anew), head);
    }

    private static String secret(Row row) {
        return (String) row.get(TotpSchema.SECRET);
    }

    private static Entity entity(DataService service) {
        return SystemRows.entity(service, TotpSchema.ENROLMENTS);
    }

    @Override
    public void close() {
        loop.close();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
