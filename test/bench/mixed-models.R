# Fits the mixed models of lme4 and ordinal to ratings and prints the results as one JSON line.
#   Rscript mixed-models.R RATINGS     a CSV of rater,item,value,x, in which x is a known property of the item
suppressPackageStartupMessages({library(lme4); library(ordinal)})
data <- read.csv(commandArgs(TRUE)[1], colClasses = c(rater = "factor", item = "factor"))
number <- function(x) format(x, digits = 10, scientific = FALSE, trim = TRUE)
object <- function(x, names) paste0("{", paste0('"', names, '":', number(x), collapse = ","), "}")
seconds <- function(start) unname(proc.time()["elapsed"] - start)
effects <- function(fit, group) { e <- ranef(fit)[[group]]; object(e[[1]], rownames(e)) }

start <- proc.time()["elapsed"]
linear <- lmer(value ~ 1 + (1 | item) + (1 | rater), data)
linear_seconds <- seconds(start)
variances <- as.data.frame(VarCorr(linear))

start <- proc.time()["elapsed"]
cumulative <- clmm(ordered(value) ~ 1 + (1 | item) + (1 | rater), data = data)
cumulative_seconds <- seconds(start)

fixed <- lmer(value ~ 1 + x + (1 | item) + (1 | rater), data)
coefficients <- summary(fixed)$coefficients

cat("{", '"lmer":{"items":', effects(linear, "item"), ',"raters":', effects(linear, "rater"),
  ',"variances":', object(variances$vcov, variances$grp), ',"seconds":', number(linear_seconds), "}",
  ',"clmm":{"items":', effects(cumulative, "item"), ',"raters":', effects(cumulative, "rater"),
  ',"variances":', object(unlist(VarCorr(cumulative)), names(VarCorr(cumulative))),
  ',"seconds":', number(cumulative_seconds), "}",
  ',"fixed":', object(c(coefficients[, "Estimate"], coefficients[, "Std. Error"]),
    c("intercept", "x", "intercept_error", "x_error")), "}\n", sep = "")
