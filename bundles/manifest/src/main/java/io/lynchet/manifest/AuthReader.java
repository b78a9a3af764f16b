// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.manifest;

import io.lynchet.api.schema.Entity;
import io.lynchet.json.JsonNode;
import io.lynchet.json.JsonNode.NumberNode;
import java.util.Map;

/**
 * The reader of the {@code auth} block. It checks the keys and applies their effect on the fields of users. Bundles
 * read the block itself from the document.
 */
final class AuthReader {
    private AuthReader() {}

    /** @param entities the user entity among them is changed as the block requires */
    static void check(ManifestSection manifest, Map<String, Entity> entities, DiagnosticCollector findings) {
        ManifestSection auth = manifest.section("auth");
        ManifestSection user = auth == null ? null : auth.section("user");
        UserFields.apply(user, entities, findings);
        if (auth == null) {
            return;
        }
        if (user != null) {
            user.strings("expose", false);
            user.refuseOthers();
        }
        session(auth, findings);
        auth.strings("trusted_origins", false);
        ManifestSection org = auth.section("org");
        if (org != null) {
            org.string("entity", false);
            org.string("member_entity", false);
            org.string("invite_entity", false);
            org.bool("disabled", false);
            org.refuseOthers();
        }
        auth.refuseOthers();
    }

    private static void session(ManifestSection auth, DiagnosticCollector findings) {
        ManifestSection session = auth.section("session");
        if (session == null) {
            return;
        }
        seconds(session, "expires_in", findings);
        ManifestSection cache = session.section("cookie_cache");
        if (cache != null) {
            cache.bool("enabled", false);
            seconds(cache, "max_age", findings);
            cache.strings("claims", false);
            cache.refuseOthers();
        }
        session.refuseOthers();
    }

    private static void seconds(ManifestSection section, String key, DiagnosticCollector findings) {
        JsonNode value = section.raw(key);
        boolean good = value == null
                || (value instanceof NumberNode number && number.literal().matches("[1-9][0-9]{0,9}"));
        if (!good) {
            findings.error(
                    ManifestSection.WRONG_TYPE,
                    "\"" + key + "\" must be a positive number of seconds.",
                    value.place(),
                    null);
        }
    }
}
