package grading_test
import ("testing";"math";"os";"fmt";"path/filepath";"time";"strings";"encoding/json"
"levelup/internal/curriculum";"levelup/internal/interview";"levelup/internal/grading")
func TestZZ(t *testing.T){
 type pr struct{n string; l,g float64}; var prs []pr
 fs:=os.DirFS("../../content")
 lib,probs:=curriculum.Load(fs)
 for _,p:=range probs { if strings.Contains(p.String(),"samples") {continue}; fmt.Println(p) }
 crit:=[]string{"structured-thinking","trade-off-awareness","depth-on-the-crux","communication","prioritization"}
 for _,p:=range lib.Prompts() {
  start:=time.Now(); g:=grading.NewGrader(p); fmt.Println(p.Slug,"compile",time.Since(start))
  fs,_:=filepath.Glob("../../content/samples/"+p.Slug+"/*.json")
  for _,f:=range fs {
   r,_:=os.Open(f); tr,err:=interview.ReadTranscript(r); r.Close(); if err!=nil {fmt.Println(f,err);continue}
   start:=time.Now()
   gr:=g.Grade(tr,tr.Drilled())
   d:=time.Since(start)
   lo,_:=grading.LabelOverall(tr)
   fmt.Printf("%-24s %-6s label %.2f  got %.2f %-14s %v", filepath.Base(f), tr.Level, lo, gr.Overall, gr.Verdict, d.Round(100*time.Microsecond))
   for _,c:=range crit { var l []string; for _,x:=range tr.Labels { b,_:=json.Marshal(x); m:=map[string]any{}; json.Unmarshal(b,&m); l=append(l,fmt.Sprint(m[c]))}
     for _,cg:=range gr.Criteria { if cg.Criterion==c { fmt.Printf("  %s:%s→%d", c[:4], strings.Join(l,"/"), cg.Score)}}}
   fmt.Println("",gr.Flags); prs=append(prs,pr{filepath.Base(f),lo,gr.Overall})
   if v:=os.Getenv("SHOW"); v!="" && strings.Contains(f,v) {
     for _,cg:=range gr.Criteria { fmt.Println("==",cg.Criterion,cg.Score,cg.Advice)
      for _,pt:=range cg.Points { fmt.Printf("   %-12s %s\n",pt.Verdict,pt.ID); for _,e:=range pt.Evidence { fmt.Printf("        %s| %s%s%s\n",e.Step,e.Quote,e.Calculation,e.Part)}}}
     fmt.Println("NEXT",gr.Next)
   }
  }
 }

 for i:=range prs { for j:=range prs { if prs[i].l-prs[j].l>=1 && prs[i].g<=prs[j].g { fmt.Println("VIOLATION",prs[i],prs[j]) } } }
 rk:=func(f func(pr) float64) []float64 { out:=make([]float64,len(prs)); for i:=range prs { for j:=range prs { if f(prs[j])<f(prs[i]) {out[i]+=1} else if f(prs[j])==f(prs[i]) {out[i]+=.5} } }; return out }
 a,b:=rk(func(p pr) float64{return p.l}),rk(func(p pr) float64{return p.g}); var sa,sb,sab,saa,sbb float64; n:=float64(len(a)); for i:=range a {sa+=a[i];sb+=b[i];sab+=a[i]*b[i];saa+=a[i]*a[i];sbb+=b[i]*b[i]}
 fmt.Println("SPEARMAN",(n*sab-sa*sb)/math.Sqrt((n*saa-sa*sa)*(n*sbb-sb*sb)))
}
