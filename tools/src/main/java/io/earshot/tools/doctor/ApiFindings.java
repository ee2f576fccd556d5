package io.earshot.tools.doctor;

import io.earshot.livekit.api.ApiException;

/** What a failed call of LiveKit's API says about the deployment. */
final class ApiFindings {
    private ApiFindings() {}

    static Finding of(ApiException failure) {
        return Finding.fault(kind(failure), failure.why(), failure.advice());
    }

    /** The verdict on a check whose call failed. */
    static Verdict verdict(ApiException failure) {
        return Verdict.of(measured(failure), of(failure));
    }

    static String measured(ApiException failure) {
        String status = failure.httpStatus() == 0 ? "no answer" : "HTTP " + failure.httpStatus();
        return failure.operation().method() + ": " + status + (failure.code().isEmpty() ? "" : " " + failure.code());
    }

    static FaultClass kind(ApiException failure) {
        return switch (failure) {
            case ApiException.Unauthorized _ -> FaultClass.KEY;
            case ApiException.NoResponder _ -> FaultClass.BUS;
            case ApiException.ServerFault fault when fault.why().contains("Redis") -> FaultClass.BUS;
            case ApiException.Unreachable _,
                    ApiException.TimedOut _,
                    ApiException.Untrusted _,
                    ApiException.Overloaded _,
                    ApiException.ServerFault _,
                    ApiException.Unsupported _,
                    ApiException.Unintelligible _,
                    ApiException.NotFound _,
                    ApiException.Rejected _,
                    ApiException.CallRefused _,
                    ApiException.Interrupted _ -> FaultClass.LIVEKIT;
        };
    }
}
