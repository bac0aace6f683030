package author

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"levelup/internal/curriculum"
	"levelup/internal/fault"
	"levelup/web/respond"
)

// Unfit is why a pull was not taken: what the content check says of it.
type Unfit struct{ Problems []curriculum.Problem }

func (u *Unfit) Error() string {
	return "the content check finds " + count(len(u.Problems), "problem") + ", so the old version stays"
}

// Pull takes what others have written: POST /author/pull. Whatever comes of it
// stands on the desk.
func (p *Pages) Pull(w http.ResponseWriter, r *http.Request) error {
	if p.desk.Pull == nil {
		return errNoCheckout
	}
	done, err := p.desk.Pull(r.Context())
	notice := Notice{Tone: "good"}
	status := http.StatusOK
	var unfit *Unfit
	switch {
	case err == nil:
		return respond.SeeOther(w, r, "/author?pulled&new="+yes(done.Changed))
	case errors.As(err, &unfit):
		notice = Notice{Tone: "bad", Text: "Nothing was pulled: " + unfit.Error() + ".", Wrong: wrongs(unfit.Problems, nil)}
		status = http.StatusUnprocessableEntity
	default:
		notice = Notice{Tone: "bad", Text: "Nothing was pulled. " + message(err)}
		status = http.StatusConflict
	}
	v, err := p.list(r.Context())
	if err != nil {
		return err
	}
	v.Notice = &notice
	return respond.Page(w, r, status, listPage(v))
}

var errNoCheckout = fault.New(fault.NotFound, "The content is not a git checkout, so there is nothing to pull.")

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

const (
	maxHook = 1 << 20         // of the body of a webhook
	answer  = 8 * time.Second // services that call a webhook wait for about ten
)

// Hook takes the call of a service that keeps the repository:
// POST /hooks/content, signed with HMAC-SHA256 of the body in X-Hub-Signature-256
// (GitHub, Gitea, Forgejo) or X-Signature-256. It answers when the pull is done, or
// with 202 if that takes longer than such services wait.
func (p *Pages) Hook(w http.ResponseWriter, r *http.Request) error {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxHook))
	if err != nil {
		if respond.Status(err) == http.StatusRequestEntityTooLarge {
			return fault.Coded(fault.Invalid, "too-large", "The body is larger than %d KiB.", maxHook>>10)
		}
		return fault.Wrap(err, fault.Invalid, "The body could not be read")
	}
	if !p.signed(r.Header, body) {
		return errSignature
	}
	type outcome struct {
		to      string
		changed bool
		err     error
	}
	done := make(chan outcome, 1)
	go func() { // goes on when whoever called has left
		pulled, err := p.desk.Pull(context.WithoutCancel(r.Context()))
		done <- outcome{pulled.To, pulled.Changed, err}
	}()
	select {
	case o := <-done:
		var unfit *Unfit
		if errors.As(o.err, &unfit) {
			var lines []string
			for _, problem := range unfit.Problems[:min(len(unfit.Problems), mostBad)] {
				lines = append(lines, problem.String())
			}
			return respond.JSON(w, http.StatusUnprocessableEntity, map[string]any{
				"error": "unfit", "message": "Nothing was pulled: " + unfit.Error() + ".", "problems": lines,
			})
		}
		if o.err != nil {
			return o.err
		}
		return respond.JSON(w, http.StatusOK, map[string]any{"commit": o.to, "changed": o.changed})
	case <-time.After(answer):
		return respond.JSON(w, http.StatusAccepted, map[string]any{"message": "The pull takes longer; the log says how it ends."})
	}
}

var errSignature = fault.Coded(fault.Unauthenticated, "bad-signature", "The signature is missing or does not fit the body. Is the secret the same on both sides?")

// signed compares the signature in constant time.
func (p *Pages) signed(h http.Header, body []byte) bool {
	if len(p.desk.Secret) == 0 {
		return false
	}
	mac := hmac.New(sha256.New, p.desk.Secret)
	mac.Write(body)
	want := mac.Sum(nil)
	for _, name := range []string{"X-Hub-Signature-256", "X-Signature-256"} {
		if got, err := hex.DecodeString(strings.TrimPrefix(h.Get(name), "sha256=")); err == nil && hmac.Equal(got, want) {
			return true
		}
	}
	return false
}

// message is what a person is told of an error.
func message(err error) string { return fault.Message(err) }
