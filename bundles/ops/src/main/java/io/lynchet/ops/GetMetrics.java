// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.ops;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.metrics.MetricSource;
import java.util.Collection;

/** {@code GET /metrics}: all metrics in Prometheus' text format; for admins unless it is configured to be public. */
final class GetMetrics implements Route {
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/metrics", "Returns all metrics in the Prometheus text format.")
            .unlimited()
            .tagged("operations")
            .alsoAs(Content.of("text/plain", null));

    private final Collection<MetricSource> sources;
    private final boolean open;

    /**
     * Creates the route.
     *
     * @param sources read anew by each request
     */
    GetMetrics(Collection<MetricSource> sources, boolean open) {
        this.sources = sources;
        this.open = open;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        if (!open && !request.principal().admin()) {
            throw new LynchetException(
                    ErrorCode.FORBIDDEN,
                    "Metrics need the admin token, unless metricsPublic of io.lynchet.ops is true.");
        }
        return Response.bytes(200, PrometheusText.CONTENT_TYPE, PrometheusText.scrape(sources));
    }
}
