// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.sync;

import io.lynchet.api.auth.Principal;
import io.lynchet.api.data.AppModel;
import io.lynchet.api.data.ReadScope;
import io.lynchet.api.data.ReadScopes;
import io.lynchet.api.row.Row;
import io.lynchet.api.schema.Entity;
import io.lynchet.api.schema.SchemaChangedException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a caller may read of every replicated entity. Callers whose rights are equal in {@code key} get the same events.
 *
 * @param scopes by name of the entity, in declared order
 * @param key holds for one generation, and for one moment when the rights depend on the time
 * @param hash the same as text, without the time, also across restarts
 * @param at for which moment the rules were evaluated
 * @param timed whether they may change while no row does
 * @param deciding names of the entities whose rows decide about rows of others
 */
record Rights(
        long generation,
        Map<String, ReadScope> scopes,
        Object key,
        String hash,
        Instant at,
        boolean timed,
        Set<String> deciding) {
    private static final int HASH_BYTES = 8;

    /** Those of a principal; fails as reads of the rules do. */
    static Rights of(AppModel app, ReadScopes source, Principal principal, Instant at) {
        Map<String, ReadScope> scopes = new LinkedHashMap<>();
        Set<String> deciding = new HashSet<>();
        List<Object> key = new ArrayList<>();
        key.add(app.generation());
        boolean timed = false;
        MessageDigest digest = sha256();
        for (Entity entity : app.schema().entities()) {
            if (!entity.replicated() || entity.system()) {
                continue;
            }
            ReadScope scope = source.scope(principal, entity, at);
            scopes.put(entity.name(), scope);
            key.add(scope.key());
            timed |= scope.changesByItself();
            scope.reads().forEach(other -> deciding.add(other.name()));
            digest.update((entity.name() + " " + scope.fingerprint() + " " + scope.everyField() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
        }
        if (timed) {
            key.add(at);
        }
        // Tells epochs apart, too.
        String hash = HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
        key.add(hash);
        return new Rights(app.generation(), scopes, List.copyOf(key), hash, at, timed, Set.copyOf(deciding));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** How clients name these rights and the log they were told from. */
    ScopeToken token(long epoch) {
        return new ScopeToken(epoch, hash, timed ? at : null, 0);
    }

    /** What applies to a row of the log, or null when its entity is not replicated. */
    ReadScope scopeOf(Row row, String entity) {
        ReadScope scope = scopes.get(entity);
        if (scope != null && row.entity() != scope.entity()) {
            throw new SchemaChangedException();
        }
        return scope;
    }
}
