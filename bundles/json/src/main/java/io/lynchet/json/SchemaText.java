// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json;

/** Writes the JSON schemas by which routes describe themselves. */
public final class SchemaText {
    private SchemaText() {}

    /**
     * An object without other members.
     *
     * @param required names separated by commas, or empty
     */
    public static String object(String required, String... namesAndSchemas) {
        StringBuilder json = new StringBuilder("{\"type\":\"object\",\"additionalProperties\":false");
        if (!required.isEmpty()) {
            json.append(",\"required\":[\"")
                    .append(required.replace(",", "\",\""))
                    .append("\"]");
        }
        json.append(",\"properties\":{");
        for (int i = 0; i < namesAndSchemas.length; i += 2) {
            json.append(i == 0 ? "\"" : ",\"")
                    .append(namesAndSchemas[i])
                    .append("\":")
                    .append(namesAndSchemas[i + 1]);
        }
        return json.append("}}").toString();
    }

    /** An array of at most that many. */
    public static String array(String items, int max) {
        return "{\"type\":\"array\",\"maxItems\":" + max + ",\"items\":" + items + "}";
    }
}
