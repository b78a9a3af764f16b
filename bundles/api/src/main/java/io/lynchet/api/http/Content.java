// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

import io.lynchet.api.JsonText;

/**
 * A body in one media type.
 *
 * @param mediaType without parameters, in lower case; {@code *}{@code /*} for any
 * @param schema the JSON schema of the body, of each line of JSON lines, or of the fields of a form; null where there
 *     is none
 */
public record Content(String mediaType, JsonText schema) {
    /**
     * Creates the description of a body.
     *
     * @param schema null for none
     */
    public static Content of(String mediaType, String schema) {
        return new Content(mediaType, schema == null ? null : new JsonText(schema));
    }

    /** Returns whether a {@code Content-Type} names this media type, whatever its parameters. */
    public boolean isNamedBy(String contentType) {
        int semicolon = contentType.indexOf(';');
        String bare = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return mediaType.equals("*/*") || bare.trim().equalsIgnoreCase(mediaType);
    }
}
