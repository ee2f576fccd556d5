package io.earshot.ai.agent;

import io.earshot.ai.llm.ToolSpec;
import java.util.concurrent.CompletionStage;

/** A function of the application that the model may call. Thread-safe: calls of many conversations share it. */
public interface Tool {
    /** What the model is told about it. The names hang_up, send_dtmf and transfer_call are taken. */
    ToolSpec spec();

    /**
     * Begins to work. Called on the call's loop, so it must not block; the result may be completed on any thread.
     *
     * @param callId the call on whose behalf it is called
     * @param arguments JSON object text as the model wrote it: check it like any input from outside
     * @return the result for the model, text or JSON; when it fails, the model is told so without the cause's details
     */
    CompletionStage<String> call(String callId, String arguments);
}
