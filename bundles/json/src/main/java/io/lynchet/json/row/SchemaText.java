// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.json.row;

/** The JSON schemas by which routes describe themselves. */
public final class SchemaText {
    private SchemaText() {}

    /**
     * Returns the schema of an object without other members.
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

    /** Returns the schema of an array of at most that many items. */
    public static String array(String items, int max) {
        return "{\"type\":\"array\",\"maxItems\":" + max + ",\"items\":" + items + "}";
    }
}
