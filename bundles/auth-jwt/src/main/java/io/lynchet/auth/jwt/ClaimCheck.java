// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.jwt;

import io.lynchet.auth.jwt.key.SignedToken;
import io.lynchet.json.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * The check that a token signed by its issuer is for this server and valid now. Refusals name the reason, since only
 * genuine tokens get here.
 */
final class ClaimCheck {
    // Later than the end of any token, and well within the range of Instant.
    private static final double SECONDS_MOST = 100_000_000_000d;

    private final Set<String> audiences;
    private final Duration skew;
    private final Duration lifeMax;

    /**
     * Creates the check.
     *
     * @param audiences empty to accept any
     */
    ClaimCheck(Set<String> audiences, Duration skew, Duration lifeMax) {
        this.audiences = audiences;
        this.skew = skew;
        this.lifeMax = lifeMax;
    }

    /**
     * Returns the end of the token, clock skew included. Fails with {@code UNAUTHENTICATED} when the token is not
     * valid.
     */
    Instant check(JsonNode.ObjectNode claims, Instant now) {
        String subject = SignedToken.text(claims, "sub");
        refuse(subject == null || subject.isEmpty(), "It has no subject.");
        refuse(
                !audiences.isEmpty() && audienceOf(claims).stream().noneMatch(audiences::contains),
                "It is for another audience.");
        Instant expires = time(claims, "exp");
        Instant begins = time(claims, "nbf");
        Instant issued = time(claims, "iat");
        refuse(expires == null, "It has no expiry.");
        Instant end = Objects.requireNonNull(expires).plus(skew);
        refuse(!end.isAfter(now), "It has expired.");
        Instant soon = now.plus(skew);
        refuse(begins != null && begins.isAfter(soon), "It is not valid yet.");
        refuse(issued != null && issued.isAfter(soon), "It was issued in the future.");
        // Without the time of issue, the time that is left must not be too long.
        Instant start = issued == null ? soon : issued;
        refuse(start.plus(lifeMax).isBefore(expires), "It is valid for too long.");
        return end;
    }

    private static List<String> audienceOf(JsonNode.ObjectNode claims) {
        JsonNode audience = claims.get("aud");
        if (audience instanceof JsonNode.StringNode one) {
            return List.of(one.value());
        }
        return audience instanceof JsonNode.ArrayNode several
                ? several.items().stream()
                        .filter(JsonNode.StringNode.class::isInstance)
                        .map(name -> ((JsonNode.StringNode) name).value())
                        .toList()
                : List.of();
    }

    /** Returns a claim in seconds since 1970, perhaps with a fraction, or null when it is missing. */
    private static Instant time(JsonNode.ObjectNode claims, String name) {
        JsonNode value = claims.get(name);
        if (value == null) {
            return null;
        }
        double seconds = value instanceof JsonNode.NumberNode number ? Double.parseDouble(number.literal()) : -1;
        refuse(!(seconds >= 0 && seconds <= SECONDS_MOST), "Its " + name + " is not a time.");
        return Instant.ofEpochMilli((long) (seconds * 1_000));
    }

    private static void refuse(boolean bad, String reason) {
        if (bad) {
            throw TrustedIssuer.refused(reason);
        }
    }
}
