// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.testkit.ComponentConfig;
import java.util.HashMap;
import java.util.Map;

/** A configuration as Declarative Services makes it, put together key by key: the given values, else the defaults. */
final class Configured {
    static final String ISSUER = "https://issuer.example";
    static final String SECRET = "0123456789abcdef0123456789abcdef";

    private final Map<String, Object> values = new HashMap<>();

    private Configured() {}

    static Configured empty() {
        return new Configured();
    }

    static Configured shared() {
        return with(ISSUER, "lynchet").set("algorithms", new String[] {"HS256"}).set("secret", SECRET);
    }

    static Configured published(String jwksUrl, String... algorithms) {
        return with(ISSUER, "lynchet").set("algorithms", algorithms).set("jwksUrl", jwksUrl);
    }

    private static Configured with(String issuer, String audience) {
        return empty().set("issuer", issuer).set("audiences", new String[] {audience});
    }

    Configured set(String key, Object value) {
        values.put(key, value);
        return this;
    }

    IssuerComponent.Config config() {
        return ComponentConfig.of(IssuerComponent.Config.class, values);
    }
}
