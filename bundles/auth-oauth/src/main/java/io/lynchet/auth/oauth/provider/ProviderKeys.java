// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.oauth.provider;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import io.lynchet.auth.oauth.request.CachedDocument;
import io.lynchet.auth.oauth.request.IdentityUnconfirmedException;
import io.lynchet.outbound.KeyRefreshLimit;
import java.text.ParseException;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;

/**
 * The signing keys of a provider. When none fits a token, they are fetched again at once, as often as
 * {@link KeyRefreshLimit} allows.
 */
final class ProviderKeys implements JWKSource<SecurityContext> {
    private static final int KEYS_MAX = 100;
    private static final int RSA_BITS_LEAST = 2_048;

    private final CachedDocument<JWKSet> keys;

    /**
     * Creates the keys.
     *
     * @param document fetches the text of the key set
     */
    ProviderKeys(Supplier<String> document, Clock clock) {
        keys = new CachedDocument<>(() -> parse(document.get()), clock);
    }

    @Override
    public List<JWK> get(JWKSelector selector, SecurityContext context) {
        JWKSet known = keys.get();
        List<JWK> fitting = selector.select(known);
        return fitting.isEmpty() ? selector.select(keys.newerThan(known)) : fitting;
    }

    private static JWKSet parse(String text) {
        try {
            List<JWK> usable = JWKSet.parse(text).getKeys().stream()
                    .filter(key -> !KeyType.RSA.equals(key.getKeyType()) || key.size() >= RSA_BITS_LEAST)
                    .toList();
            if (usable.size() > KEYS_MAX) {
                throw new IdentityUnconfirmedException("more than " + KEYS_MAX + " keys");
            }
            return new JWKSet(usable);
        } catch (ParseException | IllegalArgumentException e) {
            throw new IdentityUnconfirmedException("a key set that can't be read");
        }
    }
}
