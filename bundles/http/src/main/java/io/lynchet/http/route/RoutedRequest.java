// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.route;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.data.CallContext;
import io.lynchet.api.http.CredentialRecheck;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Inbound;
import io.lynchet.api.http.Request;
import io.lynchet.api.principal.Caller;
import io.lynchet.api.principal.Principal;
import io.lynchet.http.answer.Compression;
import io.lynchet.http.limit.NetworkAddress;
import io.lynchet.http.request.RequestContext;
import io.lynchet.http.request.RequestTarget;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A request that has found its route. */
public final class RoutedRequest implements Request {
    private final RequestContext requestContext;
    private final Inbound inbound;
    private final RequestTarget target;
    private final BoundRoute route;
    private final Caller caller;
    private final Supplier<CredentialRecheck> checks;
    private final int bodyBytesMax;
    private final CallContext context;
    private byte[] body;
    private boolean streamed;

    public RoutedRequest(
            RequestContext requestContext,
            BoundRoute route,
            Caller caller,
            Supplier<CredentialRecheck> checks,
            int bodyBytesMax) {
        this.requestContext = requestContext;
        this.inbound = requestContext.inbound();
        this.target = requestContext.target();
        this.route = route;
        this.caller = caller;
        this.checks = checks;
        this.bodyBytesMax = bodyBytesMax;
        this.context = new CallContext(this::share, inbound::isGone);
    }

    @Override
    public String id() {
        return requestContext.id();
    }

    @Override
    public HttpMethod method() {
        return route.info().method();
    }

    @Override
    public String path() {
        return target.path();
    }

    @Override
    public String pathParameter(String name) {
        List<String> shape = route.pattern().segments();
        int index = route.pattern().names().indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException(route.info().pattern() + " has no parameter " + name);
        }
        for (int i = 0; i < shape.size(); i++) {
            String segment = shape.get(i);
            if (segment.equals(RoutePattern.REST)) {
                return String.join(
                        "/", target.segments().subList(i, target.segments().size()));
            }
            if (segment.equals(RoutePattern.PARAMETER) && index-- == 0) {
                return target.segments().get(i);
            }
        }
        throw new IllegalStateException(route.info().pattern());
    }

    @Override
    public Map<String, List<String>> queryParameters() {
        return target.parameters();
    }

    @Override
    public String queryParameter(String name) {
        List<String> values = target.parameters().get(name);
        if (values == null) {
            return null;
        }
        if (values.size() > 1) {
            throw new LynchetException(ErrorCode.INVALID_PARAMETER, "The parameter " + name + " occurs twice.");
        }
        return values.get(0);
    }

    @Override
    public String header(String name) {
        String value = inbound.header(name);
        boolean tags = name.equalsIgnoreCase("If-None-Match") || name.equalsIgnoreCase("If-Match");
        return tags ? Compression.plainTags(value) : value;
    }

    @Override
    public Principal principal() {
        return caller.principal();
    }

    @Override
    public CredentialRecheck callerCheck() {
        return checks.get();
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public String remoteAddress() {
        return requestContext.address();
    }

    @Override
    public boolean secure() {
        return requestContext.secure();
    }

    @Override
    public byte[] body() {
        if (body == null) {
            body = read();
        }
        return body;
    }

    private byte[] read() {
        long announced = inbound.contentLength();
        if (announced == 0) {
            return new byte[0];
        }
        if (ContentCodings.isGzip(inbound)) {
            return decompressed();
        }
        if (announced > bodyBytesMax) {
            throw tooLarge();
        }
        try {
            if (announced > 0) {
                requestContext.account().read(announced);
                byte[] whole = inbound.body().readNBytes((int) announced);
                if (whole.length < announced) {
                    throw new LynchetException(ErrorCode.BAD_REQUEST, "The body ended before its announced length.");
                }
                return whole;
            }
            byte[] whole = inbound.body().readNBytes(bodyBytesMax + 1);
            if (whole.length > bodyBytesMax) {
                throw tooLarge();
            }
            requestContext.account().read(whole.length);
            return whole;
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.BAD_REQUEST, "The body ended early.", e);
        }
    }

    private byte[] decompressed() {
        try (GzipBody plain = new GzipBody(inbound.body())) {
            byte[] whole = plain.readNBytes(bodyBytesMax + 1);
            if (whole.length > bodyBytesMax) {
                throw tooLarge();
            }
            return whole;
        } catch (IOException e) {
            throw new LynchetException(ErrorCode.BAD_REQUEST, "The body is not gzip as announced, or ended early.", e);
        }
    }

    private LynchetException tooLarge() {
        return new LynchetException(ErrorCode.PAYLOAD_TOO_LARGE, "The body is larger than " + bodyBytesMax + " bytes.");
    }

    @Override
    public InputStream bodyStream() {
        streamed = true;
        return ContentCodings.isGzip(inbound) ? new GzipBody(inbound.body()) : inbound.body();
    }

    /** Returns the context in which the route runs, also when it is called once more, or writes a streamed body. */
    public CallContext context() {
        return context;
    }

    private String share() {
        Principal principal = caller.principal();
        if (principal.admin()) {
            return "admin";
        }
        return principal.userId() != null
                ? "user " + principal.userId()
                : "network " + NetworkAddress.of(requestContext.address());
    }

    /** Returns whether the route can be called once more: a body that it has streamed is gone. */
    boolean isRepeatable() {
        return !streamed;
    }
}
