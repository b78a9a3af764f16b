// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.JsonText;

/**
 * A body in one media type.
 *
 * @param mediaType without parameters, in small letters; {@code *}{@code /*} for any
 * @param schema JSON schema of the body, or of each line of lines of JSON, or of the fields of a form; null where there is none
 */
public record Content(String mediaType, JsonText schema) {
    /** @param schema null for none */
    public static Content of(String mediaType, String schema) {
        return new Content(mediaType, schema == null ? null : new JsonText(schema));
    }

    /** Whether a {@code Content-Type} names this media type; its parameters don't matter. */
    public boolean isNamedBy(String contentType) {
        int semicolon = contentType.indexOf(';');
        String bare = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return mediaType.equals("*/*") || bare.trim().equalsIgnoreCase(mediaType);
    }
}
