// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api;

/**
 * Every error that Lynchet answers, with its HTTP status and meaning.
 *
 * <p>The name is what goes over the wire, so it never changes once released. {@code docs/errors.md} is generated from this enum.
 */
public enum ErrorCode {
    INVALID_JSON(
            400, "The body is not well-formed JSON.", "Check the body at the line and column that the message names."),
    INVALID_DATA(
            400,
            "The body is JSON but not what this operation takes.",
            "Every problem is listed in details with its path."),
    INVALID_COLUMN(400, "A field is not declared in the manifest.", "The message lists the fields of the entity."),
    INVALID_VALUE(400, "A value does not fit the type of its field.", "Send a value of the declared type."),
    INVALID_REFERENCE(400, "A reference names a row that does not exist.", "Create the target row first."),
    REQUIRED_FIELD(
            400,
            "A required field is missing or null.",
            "Send a value, or declare the field optional or with a default."),
    MISSING_ROOM(400, "The name of a room is missing.", "Send it as room."),
    MISSING_TOPIC(400, "The topic of a message to a room is missing.", "Send it as topic."),
    MISSING_EMAIL(400, "An email address is missing.", null),
    INVALID_EMAIL(400, "That is no email address.", null),
    WEAK_PASSWORD(400, "The password is too easy to guess.", "Choose a longer one."),
    OAUTH_INVALID_STATE(400, "The sign-in was not begun here, or took too long.", "Begin again."),
    RECIPIENT_REFUSED(
            400, "The mail server takes no mail for this address.", "Check the address; sending again does not help."),
    READONLY_FIELD(400, "The field can't be changed by clients.", "Leave it out of the request."),
    INVALID_ID(
            400,
            "An id sent by a client is not 40 lower-case hexadecimal digits.",
            "Leave the id out to have one made."),
    INVALID_QUERY(
            400,
            "A query, filter, sort or aggregate can't be understood.",
            "See details for the place and what is allowed there."),
    INVALID_PARAMETER(
            400,
            "A query parameter is unknown or has a bad value.",
            "The message lists the parameters that exist here."),
    INVALID_CURSOR(400, "The cursor was not made by this server for this query.", "Start again without a cursor."),
    RELATION_NOT_FOUND(400, "The entity has no such relation.", "The message lists the relations of the entity."),
    NUMBER_OVERFLOW(400, "A sum left the range of a 64-bit integer.", "Aggregate a smaller set of rows."),
    BAD_REQUEST(400, "The request itself is malformed.", "Check path, encoding and headers."),
    HOOK_REJECTED(400, "A hook of this app refused the write.", "The message comes from the hook."),
    UNAUTHENTICATED(
            401, "The credentials are missing, wrong or expired.", "Send a valid token, or none to act as anonymous."),
    INVALID_CREDENTIALS(
            401, "Account and password, or code, do not belong together.", "Try again, or ask for a new one."),
    INVALID_CODE(401, "The code is wrong, used up or expired.", "Ask for a new code."),
    SESSION_EXPIRED(401, "The session has ended.", "Sign in again."),
    SECOND_FACTOR_REQUIRED(
            401, "The sign-in waits for its second factor.", "Show the second factor that the sign-in has named."),
    POLICY_DENIED(403, "A policy does not allow this.", "Check your token, or the policy rules in the manifest."),
    FORBIDDEN(403, "The operation is for admins.", "Send the admin token as a bearer token."),
    CSRF_REJECTED(
            403,
            "A browser of a foreign origin sent a state-changing request.",
            "Add the origin to the allowed origins."),
    HOST_NOT_SERVED(
            421,
            "The request came under a foreign name of the server, which is for development only.",
            "Use localhost or an address, or add the name as an origin (https://NAME) to allowedOrigins of io.lynchet.http."),
    SCOPE_MISSING(
            403, "The API key is not for this kind of request.", "Use a key with the scope that the message names."),
    API_KEY_AUTH_FORBIDDEN(403, "An API key can't change an account.", "Sign in as a person."),
    NOT_A_MEMBER(403, "You are no member of this organisation.", null),
    ROLE_MISSING(403, "Your role in the organisation does not allow this.", "Ask one of its owners."),
    WRONG_EMAIL(403, "This is for another address than yours.", "Sign in with the account of that address."),
    EMAIL_NOT_VERIFIED(
            403,
            "You have not proven that mail to your address reaches you.",
            "Sign in by a code that is mailed to it, for instance."),
    OAUTH_ACCESS_DENIED(
            403,
            "The sign-in was not allowed at the provider.",
            "Begin again, and allow it there; nothing was changed."),
    UNTRUSTED_REDIRECT(403, "The address to return to is not trusted.", "Add its origin to auth.trusted_origins."),
    NOT_FOUND(404, "There is no such thing, or you may not read it.", null),
    NOT_IN_ROOM(404, "You are not in this room.", "Join it first."),
    ENTITY_NOT_FOUND(404, "The manifest declares no such entity.", "Names are case-sensitive."),
    PROVIDER_NOT_FOUND(404, "There is no such sign-in provider.", "GET /api/auth/providers lists them."),
    METHOD_NOT_ALLOWED(405, "The path exists, but not with this method.", "The Allow header lists the methods."),
    REQUEST_TIMEOUT(408, "The head of the request did not arrive in time.", "Send the whole head at once."),
    EMAIL_TAKEN(409, "Another account has this address.", "Sign in to that one, or use another address."),
    LAST_OWNER(409, "An organisation needs an owner.", "Make somebody else an owner first."),
    UNIQUE_VIOLATION(409, "Another row has the same value in a unique field or index.", "details name the fields."),
    ID_CONFLICT(409, "A row with this id exists already.", "Update it, or insert with another id."),
    CONFLICT(409, "The data changed meanwhile.", "Read again and retry."),
    BATCH_REFUSED(
            409,
            "Another change of the same batch was refused, so this one was not made.",
            "Correct that change and send the batch again."),
    REFERENCE_IN_USE(409, "Other rows refer to this row.", "Delete or change the rows that refer to it first."),
    MIGRATION_REFUSED(
            409,
            "The new manifest would lose data or contradicts stored rows.",
            "details name the steps and the rows in the way."),
    RESYNC_REQUIRED(410, "The cursor can't be served from the log.", "Drop the replica and pull from 0."),
    PRECONDITION_FAILED(
            412,
            "The position lies ahead of the log.",
            "Read the row again: the store was put back, or the number is not one of ours."),
    PAYLOAD_TOO_LARGE(413, "The request is larger than the limit.", "Send less at once."),
    LIMIT_EXCEEDED(
            413,
            "What was asked for is larger than one answer, or one caller's live queries, may be.",
            "Ask for fewer rows or groups at once, or give up what you don't need any more."),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not taken here.", "Send application/json."),
    RANGE_NOT_SATISFIABLE(416, "The range lies outside the file.", null),
    IDEMPOTENCY_KEY_REUSED(
            422, "The key or op_id was used for another request before.", "Use a new one for each new request."),
    UPGRADE_REQUIRED(
            426, "This path speaks WebSocket.", "Open it with a WebSocket client, or use the path for event streams."),
    ROOM_LIMIT_REACHED(429, "There are too many rooms, or too many people in one.", "Leave rooms that you don't need."),
    RATE_LIMITED(429, "Too many requests.", "Wait as long as Retry-After says."),
    HEADERS_TOO_LARGE(431, "The request line or headers are larger than the limit.", null),
    INTERNAL(500, "Something broke on the server; the id finds it in the log.", null),
    HOOK_LOOP(
            500,
            "Hooks of this app write in a circle.",
            "The log names the hook; have it write only what is not right already."),
    JWT_NOT_CONFIGURED(501, "No issuer of foreign tokens is configured.", null),
    OAUTH_TOKEN_EXCHANGE_FAILED(502, "The sign-in provider did not confirm who you are.", "Try again later."),
    MAIL_FAILED(502, "The mail server did not take the message.", "Try again later."),
    UNSUPPORTED(501, "This provider does not have the power that the request needs.", null),
    MAIL_NOT_CONFIGURED(
            503,
            "This server has no mail server to send by.",
            "Asking again does not help; an operator names one in etc/io.lynchet.mail.smtp.json."),
    SECOND_FACTOR_KEY_MISSING(
            503,
            "The key with which secrets of second factors are kept is not on this server.",
            "Use a recovery code; an operator can put the key back, or an admin take the factor off."),
    OVERLOADED(503, "There is more to do than the server can take on.", "Wait as long as Retry-After says."),
    QUERY_TIMEOUT(
            503,
            "The read took longer than the server allows.",
            "Ask for less: a narrower filter, a smaller page, or an index on what you filter and sort by."),
    UNAVAILABLE(503, "A part that the request needs is not there right now.", "Wait as long as Retry-After says."),
    HOOK_MISSING(
            503,
            "A hook that the entity requires is not there right now.",
            "Install the bundle that provides it; readyz names the hook to admins."),
    POLICY_FUNCTION_MISSING(
            503, "A policy calls a function that no bundle provides now.", "Install the bundle that provides it."),
    STORE_FULL(507, "There is no room left on the disk of the store.", "Free space; reads go on meanwhile."),
    STORE_FAILED(500, "The store could not do its work; the id finds it in the log.", null),
    STORE_DAMAGED(
            500, "The data file is damaged or of a foreign format.", "Restore a backup; the message names the file."),
    BACKUP_DAMAGED(
            500,
            "The backup is not what was once written, or none of Lynchet's.",
            "Nothing was changed. Use another backup."),
    BACKUP_FAILED(
            500,
            "The place of the backups did not do its work.",
            "The message says why; nothing half done stays behind."),
    MANIFEST_INVALID(400, "The manifest has errors.", "Run 'lynchet check' to see them all."),
    CONFIGURATION_INVALID(
            400, "A configuration key or value is wrong.", "The message names the key and what is allowed.");

    private final int status;
    private final String meaning;
    private final String hint;

    ErrorCode(int status, String meaning, String hint) {
        this.status = status;
        this.meaning = meaning;
        this.hint = hint;
    }

    /** HTTP status that goes with this code. */
    public int status() {
        return status;
    }

    /** One sentence for people. */
    public String meaning() {
        return meaning;
    }

    /** What to do next, or null when there is nothing general to say. */
    public String hint() {
        return hint;
    }
}
