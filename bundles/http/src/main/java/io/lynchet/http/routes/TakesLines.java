// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.routes;

import java.util.Locale;

/** Marks a route that takes newline-delimited JSON beside JSON. */
public interface TakesLines {
    /** The type that we send; two older names are taken, too. */
    String CONTENT_TYPE = "application/x-ndjson";

    /** Whether a content type stands for newline-delimited JSON. */
    static boolean isLines(String contentType) {
        String bare = contentType.split(";", 2)[0].trim().toLowerCase(Locale.ROOT);
        return bare.equals(CONTENT_TYPE) || bare.equals("application/ndjson") || bare.equals("application/jsonl");
    }
}
